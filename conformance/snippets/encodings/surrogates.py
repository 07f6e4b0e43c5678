x = "/tmp/\ud800"
x = "/tmp/\U0001f600"
