data "alicloud_zones" "here" {
  available_resource_creation = "Instance"
  available_disk_category     = "cloud_essd"
}

resource "alicloud_vpc" "demo" {
  vpc_name   = var.name
  cidr_block = "172.16.0.0/16"
}

resource "alicloud_vswitch" "demo" {
  vswitch_name = var.name
  vpc_id       = alicloud_vpc.demo.id
  cidr_block   = "172.16.0.0/24"
  zone_id      = data.alicloud_zones.here.zones[0].id
}

resource "alicloud_security_group" "demo" {
  security_group_name = var.name
  vpc_id              = alicloud_vpc.demo.id
}

resource "alicloud_security_group_rule" "ssh" {
  type              = "ingress"
  ip_protocol       = "tcp"
  nic_type          = "intranet"
  policy            = "accept"
  port_range        = "22/22"
  priority          = 1
  security_group_id = alicloud_security_group.demo.id
  cidr_ip           = var.ssh_from
}

# iperf's port.
resource "alicloud_security_group_rule" "iperf" {
  for_each = toset(["tcp", "udp"])

  type              = "ingress"
  ip_protocol       = each.key
  nic_type          = "intranet"
  policy            = "accept"
  port_range        = "5001/5001"
  priority          = 1
  security_group_id = alicloud_security_group.demo.id
  cidr_ip           = var.ssh_from
}
