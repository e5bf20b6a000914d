#!/usr/bin/env python3
"""A node whose identity comes from a real SPIRE agent, which then goes away.

usage: spire_interop.py DIST BIN WORK PORTS

BIN has spire-server and spire-agent. The node serves by the agent's identity and takes what it renews; the agent ends: the loss of
the authority is an incident and a page while the SVID still holds, then the SVID ends and the node is not ready; with the agent
it is ready again and the incidents end. Prints what was seen; exit 0 only when all of it was.
"""
import os, re, subprocess, sys
from interop import Lab, check

dist, programs, work, first = sys.argv[1], sys.argv[2], os.path.abspath(sys.argv[3]), int(sys.argv[4])
lab = Lab(dist, work, first)
LIFE = 40
SERVER, AGENT = os.path.join(work, "s.sock"), os.path.join(work, "a.sock")
NAME = "spiffe://spire.example/x0/node"
SERVER_CONF = """
server {{
  bind_address = "127.0.0.1"
  bind_port = "{port}"
  socket_path = "{socket}"
  trust_domain = "spire.example"
  data_dir = "{work}"
  log_level = "INFO"
  default_x509_svid_ttl = "{life}s"
}}
plugins {{
  DataStore "sql" {{ plugin_data {{ database_type = "sqlite3", connection_string = "{work}/d.sqlite3" }} }}
  NodeAttestor "join_token" {{ plugin_data {{}} }}
  KeyManager "memory" {{ plugin_data {{}} }}
}}
"""
AGENT_CONF = """
agent {{
  data_dir = "{work}/{data}"
  log_level = "INFO"
  server_address = "127.0.0.1"
  server_port = "{port}"
  socket_path = "{socket}"
  trust_domain = "spire.example"
  insecure_bootstrap = true
  join_token = "{token}"
}}
plugins {{
  NodeAttestor "join_token" {{ plugin_data {{}} }}
  KeyManager "memory" {{ plugin_data {{}} }}
  WorkloadAttestor "unix" {{ plugin_data {{}} }}
}}
"""


def spire(*words):
    done = subprocess.run([os.path.join(programs, "spire-server"), *words, "-socketPath", SERVER], capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else ""


def server():
    text = SERVER_CONF.format(port=first + 1, socket=SERVER, work=work, life=LIFE)
    lab.start("server", os.path.join(programs, "spire-server"), "run", "-config", lab.write("server.conf", text))
    lab.until("the SPIRE server is there", 60, lambda: "healthy" in spire("healthcheck"), show=())
    print("      version " + (subprocess.run([os.path.join(programs, "spire-server"), "--version"], capture_output=True, text=True)
                              .stderr.strip() or "not said"))


def agent(number):
    """A new machine each time: a join token is good for one."""
    machine = "spiffe://spire.example/machine%d" % number
    token = spire("token", "generate", "-spiffeID", machine).split("Token:")[-1].strip()
    spire("entry", "create", "-parentID", machine, "-spiffeID", NAME, "-selector", "unix:uid:%d" % os.getuid())
    text = AGENT_CONF.format(work=work, data="agent%d" % number, port=first + 1, socket=AGENT, token=token)
    return lab.start("agent", os.path.join(programs, "spire-agent"), "run", "-config", lab.write("agent.conf", text))


def incident(*words):
    return any(all(word in line for word in words) for line in lab.x0("incidents")[1].splitlines())


def serial():
    return re.search(r"until \S+|\d{4}-\d\d-\d\dT\S+", lab.say("identity:show")).group()


def main():
    server()
    going = agent(1)
    lab.node("+identity.spire,-identity.embedded", lab.write("watch.yaml", "elements: {}\n"), SPIFFE_ENDPOINT_SOCKET="unix://" + AGENT)
    lab.ready()
    check("the node has the name that the agent gives it", NAME in lab.say("identity:show"), NAME)
    before = serial()
    lab.until("an SVID of %d s is renewed before it ends" % LIFE, LIFE, lambda: serial() != before)

    going.terminate()
    going.wait(30)
    lab.until("the agent ended: an incident of the authority", 30, lambda: incident("identity/authority"))
    check("the node goes by what it has, until that ends", NAME in lab.say("identity:show"), NAME)
    lab.until("people are called before the SVID ends", LIFE, lambda: incident("identity/authority", "PAGED"))
    lab.until("the SVID ended: the node has no name any more", 2 * LIFE, lambda: NAME not in lab.say("identity:show"))
    check("and says so in readiness", re.search(r"^identity\.svid +(?!ready)", lab.say("readiness:show"), re.M), lab.say("identity:show").strip())

    agent(2)
    lab.until("with an agent the node is ready again", 90, lambda: lab.x0("readiness")[0] == 0)
    check("under the same name", NAME in lab.say("identity:show"), NAME)
    lab.until("and its incidents are over", 90, lambda: not re.search(r"\b(OPEN|PAGED|HEALING)\b", lab.x0("incidents")[1]))
    print(lab.x0("incidents")[1])


with lab:
    main()
print("interop spire: all checks held, those of the node too.")
