"""Takes OTLP over HTTP and keeps each body in hexadecimal, a line each: receiver.py PORT FILE. Only for the stage."""
import gzip
import http.server
import sys

LIMIT = 16 << 20


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        size = int(self.headers.get("Content-Length", "0"))
        if size > LIMIT:
            self.send_error(413)
            return
        body = self.rfile.read(size)
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        with open(sys.argv[2], "a", encoding="ascii") as kept:
            kept.write(f"{self.path} {body.hex()}\n")
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
