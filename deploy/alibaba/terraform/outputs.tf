output "address" {
  description = "Public address of the instance."
  value       = alicloud_instance.demo.public_ip
}

output "log_in" {
  description = "How to log in to it."
  value       = "ssh -i ${alicloud_ecs_key_pair.demo.key_file} root@${alicloud_instance.demo.public_ip}"
}
