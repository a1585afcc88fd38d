data "alicloud_instance_types" "small" {
  availability_zone    = data.alicloud_zones.here.zones[0].id
  cpu_core_count       = 2
  memory_size          = 2
  system_disk_category = "cloud_essd"
}

data "alicloud_images" "debian" {
  name_regex  = "^debian_12_.*x64"
  owners      = "system"
  most_recent = true
}

# The private key lands beside these files; destroy.sh removes it.
resource "alicloud_ecs_key_pair" "demo" {
  key_pair_name = var.name
  key_file      = "${path.module}/demo-key.pem"
}

resource "alicloud_instance" "demo" {
  instance_name              = var.name
  availability_zone          = data.alicloud_zones.here.zones[0].id
  instance_type              = data.alicloud_instance_types.small.instance_types[0].id
  image_id                   = data.alicloud_images.debian.images[0].id
  security_groups            = [alicloud_security_group.demo.id]
  vswitch_id                 = alicloud_vswitch.demo.id
  key_name                   = alicloud_ecs_key_pair.demo.key_pair_name
  system_disk_category       = "cloud_essd"
  system_disk_size           = 20
  instance_charge_type       = "PostPaid"
  internet_charge_type       = "PayByTraffic"
  internet_max_bandwidth_out = 10
  user_data                  = filebase64("${path.module}/user-data.sh")
}
