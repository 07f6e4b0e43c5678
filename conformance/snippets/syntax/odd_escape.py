x = "/tmp/\d"
