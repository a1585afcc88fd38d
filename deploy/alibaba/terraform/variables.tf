variable "region" {
  description = "Region of the demonstration; the function may be in another."
  type        = string
  default     = "ap-southeast-1"
}

variable "name" {
  description = "What everything made here is called."
  type        = string
  default     = "watchbell-demo"
}

variable "webhook" {
  description = "Where CloudMonitor reports: the relay's address with its token, or the one of a Watchbell's alarm token."
  type        = string
  sensitive   = true

  validation {
    condition     = can(regex("^https://[^/]+.*/v1/alarms/cloudmonitor/[^/]+$", var.webhook))
    error_message = "Write https://.../v1/alarms/cloudmonitor/ and the token."
  }
}

variable "metric_webhook_over_http" {
  description = "Calls the same address over plain HTTP from metric alarms, for accounts that refuse https:// there. The token is then readable on its way."
  type        = bool
  default     = false
}

variable "ssh_from" {
  description = "Address range that may log in and send traffic to the instance, such as 203.0.113.7/32: yours."
  type        = string

  validation {
    condition     = can(cidrhost(var.ssh_from, 0)) && var.ssh_from != "0.0.0.0/0"
    error_message = "Write your own address with /32, not the whole world."
  }
}

variable "cpu_threshold" {
  description = "Percent of the processor above which the metric alarm fires."
  type        = number
  default     = 80
}

variable "network_threshold" {
  description = "Incoming bits a second above which the network alarm fires."
  type        = number
  default     = 20000000
}
