# SPDX-FileCopyrightText: 2026 The Fairlead authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""tls_peer.py CERTIFICATE KEY COUNT: prints its port, takes one connection, reads COUNT bytes, waits for the end of the TCP
stream, then answers "end" and 1 MiB.

OpenSSL writes no more once it was told of an end without close_notify; Go's TLS does. So the end is looked for below it.
"""

import os
import socket
import ssl
import sys

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], sys.argv[2])
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
connection = context.wrap_socket(listener.accept()[0], server_side=True)
missing = int(sys.argv[3])
while missing:
    missing -= len(connection.recv(min(missing, 65536)))
below = socket.socket(fileno=os.dup(connection.fileno()))
end = below.recv(1, socket.MSG_PEEK)
connection.sendall((b"end" if end == b"" else b"???") + bytes(1024 * 1024))
connection.close()
