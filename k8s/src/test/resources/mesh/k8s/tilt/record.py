"""Runs a Tiltfile and prints what it asked of Tilt, as JSON: a list of {"call": name, "with": {parameter: value}}.

Tiltfiles are Starlark, and this runs the real language; only Tilt's functions are ours, and they take notes. They know
the parameters that Tilt's own have (https://docs.tilt.dev/api.html, v0.33) and refuse all others.
"""

import json
import subprocess
import sys

import starlark

FUNCTIONS = {
    "allow_k8s_contexts": ["contexts"],
    "version_settings": ["check_updates", "constraint"],
    "update_settings": ["max_parallel_updates", "k8s_upsert_timeout_secs", "suppress_unused_image_warnings",
                        "k8s_server_side_apply"],
    "watch_settings": ["ignore"],
    "kustomize": ["pathToDir", "kustomize_bin", "flags"],
    "k8s_yaml": ["yaml", "allow_duplicates"],
    "docker_build": ["ref", "context", "build_args", "dockerfile", "dockerfile_contents", "live_update",
                     "match_in_env_vars", "ignore", "only", "entrypoint", "target", "ssh", "network", "secret",
                     "extra_tag", "container_args", "cache_from", "pull", "platform", "extra_hosts"],
    "k8s_resource": ["workload", "new_name", "port_forwards", "extra_pod_selectors", "trigger_mode", "resource_deps",
                     "objects", "auto_init", "pod_readiness", "links", "labels", "discovery_strategy"],
    "local_resource": ["name", "cmd", "deps", "trigger_mode", "resource_deps", "ignore", "auto_init", "serve_cmd",
                       "cmd_bat", "serve_cmd_bat", "allow_parallel", "links", "labels", "env", "serve_env",
                       "readiness_probe", "dir", "serve_dir"],
    # Values: what they return is given to the functions above.
    "fall_back_on": ["files"],
    "initial_sync": [],
    "sync": ["local_path", "remote_path"],
    "run": ["cmd", "trigger", "echo_off"],
    "link": ["url", "name"],
    "port_forward": ["local_port", "container_port", "name", "link_path", "host"],
}
VALUES = {"fall_back_on", "initial_sync", "sync", "run", "link", "port_forward"}
CONSTANTS = ["TRIGGER_MODE_AUTO", "TRIGGER_MODE_MANUAL"]


def parameters(function, positional, named):
    known = FUNCTIONS[function]
    if len(positional) > len(known):
        raise TypeError(f"{function} takes {len(known)} parameters, not {len(positional)}")
    given = dict(zip(known, positional))
    for name, value in named.items():
        if name not in known:
            raise TypeError(f"{function} has no parameter {name}; it has {', '.join(known)}")
        if name in given:
            raise TypeError(f"{function} is given {name} twice")
        given[name] = value
    return given


def noting(function, notes, kubectl):
    def call(*positional, **named):
        given = parameters(function, positional, named)
        if function in VALUES:
            return {"call": function, "with": given}
        notes.append({"call": function, "with": given})
        if function == "kustomize":
            return subprocess.run([kubectl, "kustomize", given["pathToDir"]], check=True, stdout=subprocess.PIPE,
                                  text=True).stdout
        return None

    return call


def main(file, kubectl):
    notes = []
    module = starlark.Module()
    for function in FUNCTIONS:
        module.add_callable(function, noting(function, notes, kubectl))
    for constant in CONSTANTS:
        module[constant] = constant
    dialect = starlark.Dialect.standard()
    dialect.enable_top_level_stmt = True  # as Tilt does
    with open(file, encoding="utf-8") as source:
        program = starlark.parse(file, source.read(), dialect=dialect)
    starlark.eval(module, program, starlark.Globals.standard())
    json.dump(notes, sys.stdout)


main(*sys.argv[1:])
