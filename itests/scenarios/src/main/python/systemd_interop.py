#!/usr/bin/env python3
"""docs/operations/systemd.md and backup.md, command by command, on a Debian with a real systemd.

usage: systemd_interop.py ROOT DIST_ARCHIVE JDK WORK

The Debian is made by mmdebstrap and runs in a privileged container of podman; the node's unit, user and files are made by the page's own
commands and by nothing else. Then the node is killed, restarted, upgraded, backed up and restored as the pages say. Needs podman, mmdebstrap
and root. Prints what was seen; exit 0 only when all of it was.
"""
import os, re, subprocess, sys, time
from interop import check

root, archive, jdk, work = (os.path.abspath(word) for word in sys.argv[1:5])
NAME, DEBIAN = "x0-systemd", os.path.join(work, "debian.tar")
WATCH = """elements:
  sleeper:
    process: { command: [/usr/bin/sleep, "100000"] }
"""
ran = set()


def podman(*words, must=True):
    done = subprocess.run(["podman", *words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if must and done.returncode:
        raise SystemExit("podman %s: %s" % (" ".join(words), (done.stdout + done.stderr).strip()))
    return done


def inside(command):
    """What a person at its shell sees, less what podman itself says of the machine it is on."""
    done = podman("exec", NAME, "sh", "-c", "mkdir -p /srv/x0/runtime/systemd && cd /srv/x0 && " + command, must=False)
    said = [line for line in (done.stdout + done.stderr).splitlines() if "Failed to add conmon" not in line]
    return done.returncode, "\n".join(said)


def page(name):
    with open(os.path.join(root, "docs", "operations", name)) as file:
        return file.read()


def blocks(name):
    """The commands of a page, block by block, without what is said of them."""
    found = re.findall(r"(?:^    .*\n)+", page(name), re.M)
    return [[re.sub(r"\s+#.*", "", line).strip() for line in block.splitlines()] for block in found]


def typed(command):
    code, said = inside(command)
    ran.add(command)
    check("$ " + command, code == 0, said.strip()[-300:] if code else "")


def within(what, limit, condition, show="systemctl status x0tta6bl4 --no-pager; journalctl -u x0tta6bl4 -n 20 --no-pager"):
    begun = time.monotonic()
    while time.monotonic() - begun < limit:
        if condition():
            print("ok    %s (%.1f s)" % (what, time.monotonic() - begun), flush=True)
            return
        time.sleep(0.3)
    check(what, False, inside(show)[1][-3000:])


READY = "sudo -u x0 X0_DATA=/var/lib/x0tta6bl4/node /opt/x0tta6bl4/bin/x0 "


def ready():
    return inside(READY + "readiness")[0] == 0


def sleeper():
    return inside("pgrep -x sleep")[1].strip()


def machine():
    os.makedirs(work, exist_ok=True)
    if not os.path.exists(DEBIAN):
        print("      making a Debian (a minute or two)", flush=True)
        subprocess.run(["mmdebstrap", "--quiet", "--variant=minbase", "--include=systemd,systemd-sysv,sudo,dbus,procps",
                        "bookworm", DEBIAN], check=True)
    podman("rm", "-f", NAME, must=False)
    image = podman("import", "-q", DEBIAN, "localhost/x0-debian").stdout.strip()
    podman("run", "-d", "--name", NAME, "--privileged", "--systemd=always", "--network", "host",
           "-v", jdk + ":/usr/lib/jvm/temurin-25-jdk:ro", image, "/lib/systemd/systemd")
    within("a systemd runs", 60, lambda: inside("systemctl is-system-running")[1].strip() in ("running", "degraded"), show="true")
    print("      " + inside("systemctl --version")[1].splitlines()[0])
    podman("cp", archive, NAME + ":/srv/x0/x0tta6bl4-1.0.0-SNAPSHOT.tar.gz")
    podman("cp", os.path.join(root, "runtime", "systemd", "x0tta6bl4.service"), NAME + ":/srv/x0/runtime/systemd/")
    with open(os.path.join(work, "watch.yaml"), "w") as out:
        out.write(WATCH)
    podman("cp", os.path.join(work, "watch.yaml"), NAME + ":/srv/x0/watch.yaml")


def install(block):
    for command in block:
        typed(command)
    within("the service is ready", 120, ready)
    within("what it supervises runs", 30, lambda: sleeper())
    security = inside("systemd-analyze security x0tta6bl4 --no-pager")[1].strip().splitlines()[-1]
    said = re.search(r"gives it ([0-9.]+) of 10", page("systemd.md")).group(1)
    print("      " + security.replace("→ ", ""))
    check("its exposure is what the page says", said + " OK" in security, said)


def lives_on():
    before = sleeper()
    inside("kill -9 " + before)
    within("a killed process is healed", 30, lambda: sleeper() not in ("", before))
    before, node = sleeper(), inside("systemctl show x0tta6bl4 -p MainPID --value")[1].strip()
    inside("kill -9 " + node)
    within("a killed node is started again by systemd and ready", 60,
           lambda: inside("systemctl show x0tta6bl4 -p MainPID --value")[1].strip() not in ("0", node) and ready())
    check("what it supervises lived on", sleeper() == before, before)
    typed("systemctl restart x0tta6bl4")
    within("restarted it is ready", 60, ready)
    check("what it supervises lived on", sleeper() == before, before)


def upgrade(block):
    before = sleeper()
    inside("cp -a /opt/x0tta6bl4-1.0.0-SNAPSHOT /opt/x0tta6bl4-1.1.0")
    for command in block:
        typed(command)
    within("on the other distribution it is ready", 60, lambda: ready() and
           "1.1.0" in inside("tr '\\0' ' ' </proc/$(systemctl show x0tta6bl4 -p MainPID --value)/cmdline; readlink -f /opt/x0tta6bl4")[1])
    check("what it supervises lived on", sleeper() == before, before)


def back_up(block):
    """As the service's user, on its data directory; a restore is for a node that does not run."""
    as_x0 = lambda command: command.replace("x0 ", READY, 1)
    typed_as = lambda command: (typed(as_x0(command)), ran.add(command))
    backup, empty, replace = block
    typed_as(backup)
    code, said = inside(READY + "backup /tmp/mine.backup")
    check("a backup into the node's own /tmp is no success", code == 1 and "only it sees it" in said, said.strip()[-200:])
    inside("systemctl stop x0tta6bl4")
    result = inside("systemctl show x0tta6bl4 -p Result -p ExecMainStatus")[1].split()
    check("stopped it ended in order", "Result=success" in result, " ".join(result))
    code, said = inside(as_x0(empty))
    check("a restore over what is there is refused", code == 1 and "--replace" in said, said.strip()[-200:])
    typed_as(replace)
    inside("rm -rf /var/lib/x0tta6bl4/node")
    typed_as(empty)
    inside("systemctl start x0tta6bl4")
    within("from the backup it is ready", 60, ready)
    check("and the chain of its journal is whole", "whole" in inside(READY + "exec journal:verify")[1])


def looks():
    """The column of what to look at when something is wrong."""
    for command in re.findall(r"^\| .*? \| `((?:x0|journalctl|systemctl) [^`]+)` \|", page("systemd.md"), re.M):
        code, said = inside(command.replace("x0 ", READY, 1) if command.startswith("x0 ") else command + " --no-pager")
        ran.add(command)
        check("$ " + command, code == 0 and said.strip(), said.strip().splitlines()[-1][:120] if said.strip() else "nothing")


def refused():
    """A wrong watch file ends the start, and the journal of systemd says the line."""
    inside("systemctl stop x0tta6bl4; systemctl reset-failed x0tta6bl4; echo 'elements: { a: { nonsense: 1 } }' > /etc/x0tta6bl4/watch.yaml; systemctl start x0tta6bl4")
    within("a wrong watch file is named in the journal of systemd", 60,
           lambda: re.search(r"watch\.yaml.*\n?.*nonsense", inside("journalctl -u x0tta6bl4 -n 50 --no-pager")[1]))
    within("and the unit has failed for everybody to see, after five tries", 60, lambda: inside("systemctl is-failed x0tta6bl4")[1].strip() == "failed")
    inside("printf '%s' '" + WATCH + "' > /etc/x0tta6bl4/watch.yaml; systemctl reset-failed x0tta6bl4; systemctl start x0tta6bl4")
    within("mended, it is ready", 60, ready)


def main():
    machine()
    page_blocks = blocks("systemd.md")
    install(page_blocks[0])
    for command in page_blocks[1]:
        typed(command)
    lives_on()
    upgrade(page_blocks[2])
    back_up(blocks("backup.md")[0])
    looks()
    left = [c for block in page_blocks + blocks("backup.md") for c in block if c not in ran]
    check("no command of the two pages was left out", not left, ", ".join(left))
    refused()


try:
    main()
finally:
    podman("rm", "-f", NAME, must=False)
print("interop systemd: all checks held.")
