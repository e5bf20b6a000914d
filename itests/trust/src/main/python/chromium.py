"""Chromium, with an SVID of a node as its client certificate, at that node's admin page: ./x0 interop chromium.

Starts a node of the distribution with --https on a data directory of its own, issues an SVID for the browser and another for nobody,
lets the policy know the first alone, and looks at what the browser shows and at the octets between the two.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

HYBRID = 0x11EC
LIMIT = 60


def fail(what):
    print("interop chromium: " + what, file=sys.stderr)
    sys.exit(1)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Wire:
    """Stands between browser and node and keeps what they say."""

    def __init__(self, port):
        self.port = port
        self.kept = []
        self.door = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            client, _ = self.door.accept()
            server = socket.create_connection(("127.0.0.1", self.port))
            sides = (bytearray(), bytearray())
            self.kept.append(sides)
            threading.Thread(target=self.carry, args=(client, server, sides[0]), daemon=True).start()
            threading.Thread(target=self.carry, args=(server, client, sides[1]), daemon=True).start()

    @staticmethod
    def carry(source, target, kept):
        try:
            while data := source.recv(65536):
                kept += data
                target.sendall(data)
        except OSError:
            pass
        for s in (source, target):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def extension(hello, wanted):
    """One extension of a ServerHello (RFC 8446, 4.1.3); none when it is no ServerHello."""
    if len(hello) < 50 or hello[0] != 22 or hello[5] != 2:
        return None
    at = 5 + 4 + 2 + 32
    at += 1 + hello[at] + 2 + 1
    end = at + 2 + int.from_bytes(hello[at : at + 2], "big")
    at += 2
    while at < end:
        kind = int.from_bytes(hello[at : at + 2], "big")
        length = int.from_bytes(hello[at + 2 : at + 4], "big")
        if kind == wanted:
            return bytes(hello[at + 4 : at + 4 + length])
        at += 4 + length
    return None


def group(hello):
    share = extension(hello, 51)
    return int.from_bytes(share[:2], "big") if share else None


class Node:
    def __init__(self, dist, work):
        self.x0 = os.path.join(dist, "bin", "x0")
        self.data = os.path.join(work, "node")
        self.https = free_port()
        self.log = open(os.path.join(work, "node.out"), "wb")
        self.process = subprocess.Popen(
            [self.x0, "run", "--data", self.data, "--http", str(free_port()), "--https", str(self.https)],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True)

    def exec(self, command):
        done = subprocess.run([self.x0, "exec", "--data=" + self.data, command], capture_output=True, text=True)
        if done.returncode != 0:
            fail("'%s' on the node failed: %s" % (command, done.stderr.strip() or done.stdout.strip()))
        return done.stdout

    def wait(self):
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            if self.process.poll() is not None:
                fail("the node did not start; see " + self.log.name)
            if subprocess.run([self.x0, "readiness", "--data", self.data], capture_output=True).returncode == 0:
                return
            time.sleep(0.5)
        fail("the node was not ready within %d s; see %s" % (LIMIT, self.log.name))

    def stop(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if done.returncode != 0:
        fail("'%s' failed: %s" % (" ".join(command[:3]), done.stderr.strip()))
    return done.stdout


def home(work, name, svid):
    """A home directory with a certificate store that holds the SVID, or none."""
    path = os.path.join(work, "home-" + name)
    store = os.path.join(path, ".pki", "nssdb")
    os.makedirs(store)
    run("certutil", "-d", "sql:" + store, "-N", "--empty-password")
    if svid:
        p12 = os.path.join(svid, "svid.p12")
        run("openssl", "pkcs12", "-export", "-in", os.path.join(svid, "svid.pem"), "-inkey",
            os.path.join(svid, "key.pem"), "-name", name, "-out", p12, "-passout", "pass:x0")
        run("pk12util", "-d", "sql:" + store, "-i", p12, "-W", "x0", "-K", "")
    return path


def browse(work, url, where):
    """What the browser shows. It takes the certificate that there is without asking, by a policy that it alone sees."""
    policies = os.path.join(where, "chromium", "policies", "managed")
    os.makedirs(policies, exist_ok=True)
    with open(os.path.join(policies, "x0.json"), "w") as out:
        json.dump({"AutoSelectCertificateForUrls": ['{"pattern":"*","filter":{}}']}, out)
    chromium = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--user-data-dir=" + where + "/profile",
                # A SPIFFE name is no host name, and the node's authority is none of the browser's.
                "--ignore-certificate-errors", "--timeout=15000", "--dump-dom", url]
    bound = 'mount --bind "$0" /etc/chromium && exec "$@"'
    done = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", bound, os.path.join(where, "chromium"), *chromium],
        capture_output=True, text=True, timeout=LIMIT, env=dict(os.environ, HOME=where))
    with open(os.path.join(work, "chromium.log"), "a") as log:
        log.write(url + "\n" + done.stdout + done.stderr + "\n")
    return done.stdout


POLICY = """
p, spiffe://x0.local/user/*, connect, console:exec, allow
p, spiffe://x0.local/user/*, run, command:*, allow
p, spiffe://x0.local/http/loopback, read, http:/*, allow
p, spiffe://{domain}/browser, connect, channel:in, allow
p, spiffe://{domain}/browser, read, http:/health/*, allow
p, spiffe://{domain}/nearly, connect, channel:in, allow
"""


def journal(node, *words):
    end = time.monotonic() + 15
    while time.monotonic() < end:
        notes = json.loads(node.exec("journal:notes --json"))
        if any(all(word in note["what"] for word in words) for note in notes):
            return True
        time.sleep(0.3)
    return False


def check(held, what):
    if not held:
        fail("not so: " + what)
    print("  held: " + what)


def checks(node, work):
    domain = json.loads(node.exec("identity:show --json"))["id"].split("/")[2]
    with open(os.open(os.path.join(node.data, "policy.csv"), os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:
        out.write(POLICY.format(domain=domain))
    svids = {}
    for name in ("browser", "nearly", "stranger"):
        svids[name] = os.path.join(work, name)
        node.exec("identity:issue /%s %s" % (name, svids[name]))
    wire = Wire(node.https)
    url = "https://127.0.0.1:%d" % wire.door.getsockname()[1]

    page = browse(work, url + "/health/ready", home(work, "browser", svids["browser"]))
    check('"ready":true' in page.replace(" ", ""), "Chromium with an SVID that the policy knows sees /health/ready")
    groups = [group(bytes(server)) for _, server in wire.kept]
    check(groups and set(groups) == {HYBRID}, "each of its %d handshakes agreed on X25519MLKEM768 (0x11EC)" % len(groups))
    said = b"".join(bytes(side) for sides in wire.kept for side in sides)
    check(len(said) > 4000 and not any(word in said for word in (b"ready", b"GET ", b"HTTP/1", domain.encode(), b"spiffe")),
          "nothing of it can be read in the %d octets between them" % len(said))

    page = browse(work, url + "/metrics", os.path.join(work, "home-browser"))
    check("Refused" in page, "the same browser is refused at /metrics, for which it has no rule")
    page = browse(work, url + "/health/ready", home(work, "nearly", svids["nearly"]))
    check("Refused" in page, "an SVID that may connect and no more is refused at /health/ready")

    page = browse(work, url + "/health/ready", home(work, "stranger", svids["stranger"]))
    check("ready" not in page, "an SVID without a rule sees nothing")
    check(journal(node, "channel refused", domain + "/stranger"), "the journal says so")
    page = browse(work, url + "/health/ready", home(work, "nobody", None))
    check("ready" not in page, "Chromium without a certificate sees nothing")
    check(journal(node, "channel refused", "certificate_required"), "the journal says so")


def main():
    dist, work = sys.argv[1:]
    for tool, package in (("chromium", "chromium"), ("certutil", "libnss3-tools"), ("pk12util", "libnss3-tools"),
                          ("openssl", "openssl"), ("unshare", "util-linux")):
        if not shutil.which(tool):
            fail("it needs '%s', and there is none on the PATH; on Debian: apt-get install %s" % (tool, package))
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    print(run("chromium", "--version").strip())
    node = Node(dist, work)
    try:
        node.wait()
        checks(node, work)
    finally:
        node.stop()
    print("interop chromium: all checks held.")


main()
