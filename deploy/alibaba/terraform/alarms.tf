locals {
  metric_webhook = var.metric_webhook_over_http ? replace(var.webhook, "/^https:/", "http:") : var.webhook
}

# A rule must name a group; this one has nobody in it, because the callback tells people.
resource "alicloud_cms_alarm_contact_group" "demo" {
  alarm_contact_group_name = var.name
}

# `stress --cpu 2 --timeout 300` on the instance makes it fire.
resource "alicloud_cms_alarm" "cpu" {
  name              = "${var.name}-cpu"
  project           = "acs_ecs_dashboard"
  metric            = "CPUUtilization"
  metric_dimensions = jsonencode([{ instanceId = alicloud_instance.demo.id }])
  period            = 60
  contact_groups    = [alicloud_cms_alarm_contact_group.demo.alarm_contact_group_name]
  webhook           = local.metric_webhook
  silence_time      = 300

  escalations_critical {
    statistics          = "Average"
    comparison_operator = ">="
    threshold           = tostring(var.cpu_threshold)
    times               = 2
  }
}

# `iperf -s` on the instance and `iperf -c ADDRESS -t 300` from yours make it fire.
resource "alicloud_cms_alarm" "network" {
  name              = "${var.name}-network"
  project           = "acs_ecs_dashboard"
  metric            = "IntranetInRate"
  metric_dimensions = jsonencode([{ instanceId = alicloud_instance.demo.id }])
  period            = 60
  contact_groups    = [alicloud_cms_alarm_contact_group.demo.alarm_contact_group_name]
  webhook           = local.metric_webhook
  silence_time      = 300

  escalations_warn {
    statistics          = "Average"
    comparison_operator = ">="
    threshold           = tostring(var.network_threshold)
    times               = 2
  }
}

# A restart of the instance is told at once. Events have no end but for those in docs/alarms/cloudmonitor.md.
resource "alicloud_cms_event_rule" "ecs" {
  rule_name    = "${var.name}-events"
  description  = "Changes and faults of ECS instances, told by Watchbell"
  silence_time = 100
  status       = "ENABLED"

  event_pattern {
    product         = "ecs"
    level_list      = ["CRITICAL", "WARN", "INFO"]
    event_type_list = ["StatusNotification", "Exception", "Maintenance"]
  }

  webhook_parameters {
    webhook_parameters_id = "1"
    protocol              = "http"
    method                = "POST"
    url                   = var.webhook
  }
}
