Subject: hello

a line
