terraform {
  required_version = ">= 1.5.0"

  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.239.0, < 2.0.0"
    }
  }
}

# The key pair of your account comes from ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY, or from a profile of aliyun's CLI.
provider "alicloud" {
  region = var.region
}
