"""A cluster whose connections are encrypted: certificates of one's own, and one line where something is wrong with them."""

import json
import os
import subprocess
import sys

import pytest

from sim import configure
from sim.errors import UserError
from sim.runs.executors import using
from tests.clusters import ROOT, Cluster

dask = pytest.importorskip("dask")
pytest.importorskip("distributed")
trustme = pytest.importorskip("trustme")


def certificates(folder):
    """A certificate authority, and a certificate with its key for this computer: as dask's configuration, in variables."""
    folder.mkdir()
    authority = trustme.CA()
    own = authority.issue_cert("127.0.0.1", "localhost")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    own.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    own.private_key_pem.write_to_path(folder / "key.pem")
    files = {
        f"{role}__{kind.upper()}": f"{kind}.pem"
        for role in ("CLIENT", "SCHEDULER", "WORKER")
        for kind in ("cert", "key")
    }
    named = {name: str(folder / file) for name, file in ({"CA_FILE": "ca.pem"} | files).items()}
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": path for name, path in named.items()}


@pytest.fixture(scope="module")
def trusted(tmp_path_factory):
    return certificates(tmp_path_factory.mktemp("trusted") / "own")


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory, trusted):
    """A scheduler that only speaks TLS, and a worker."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in trusted.items():
            patch.setenv(name, value)
        started = Cluster(tmp_path_factory.mktemp("cluster"), "--protocol", "tls")
        started.worker()
    yield started
    started.close()


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A scheduler without encryption."""
    started = Cluster(tmp_path_factory.mktemp("plain"))
    yield started
    started.close()


def command(address, outputs, variables):
    """The command of a user: ``(status, last line printed, what went wrong)``."""
    done = subprocess.run(
        [sys.executable, "-m", "sim", "scenario=palim", "replicates=130", f"outputs={outputs}", *address],
        cwd=ROOT, env=os.environ | variables | {"PYTHONWARNINGS": "ignore"}, capture_output=True, text=True, timeout=200,
    )  # fmt: skip
    return done.returncode, (done.stdout.splitlines() or [""])[-1], done.stderr


def at(address):
    return ["executor=dask", f"executor.address={address}"]


@pytest.mark.compiled
def test_the_same_numbers_through_an_encrypted_connection(tmp_path, encrypted, trusted):
    assert encrypted.address.startswith("tls://127.0.0.1:")
    assert json.loads(encrypted.file.read_text())["address"] == encrypted.address
    status, folder, told = command(at(encrypted.address), tmp_path, trusted)
    assert status == 0, told
    status, alone, told = command([], tmp_path, {})
    assert status == 0, told
    one, other = ((tmp_path / each / "summary.csv").read_bytes() for each in (folder, alone))
    assert one == other


def test_without_certificates_the_command_says_so_in_a_line(tmp_path, encrypted):
    status, _, told = command(at(encrypted.address), tmp_path, {})
    assert status == 2, told
    [line] = told.splitlines()
    assert line.startswith(
        f"Error: executor.address {encrypted.address} is encrypted, and dask's configuration names no"
    )


def refused(address, variables):
    """The line in which a command refuses, with these variables in dask's configuration."""
    named = {name.removeprefix("DASK_").lower().replace("__", "."): value for name, value in variables.items()}
    with dask.config.set(named), pytest.raises(UserError) as told, using(configure("baseline", *at(address))):
        raise AssertionError("never here")
    line = str(told.value)
    assert line.isprintable()
    assert len(line) < 400
    return line


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr("sim.runs.cluster.CONNECT_SECONDS", 3.0)


def test_a_strangers_certificates_are_refused(tmp_path, encrypted):
    assert "certificate verify failed" in refused(encrypted.address, certificates(tmp_path / "stranger"))


def test_files_that_are_no_certificates_are_refused(encrypted, trusted):
    for name, path in (("CA_FILE", "/nowhere.pem"), ("CLIENT__CERT", str(ROOT / "README.md"))):
        line = refused(encrypted.address, trusted | {f"DASK_DISTRIBUTED__COMM__TLS__{name}": path})
        assert line.startswith("the certificates that dask's configuration names cannot be used: ")


def test_encryption_on_one_side_only_is_refused(encrypted, plain, trusted):
    open_address, secret_address = (
        encrypted.address.replace("tls://", "tcp://"),
        plain.address.replace("tcp://", "tls://"),
    )
    assert f"no scheduler of dask answers at {open_address}" in refused(open_address, {})
    assert f"no scheduler of dask answers at {secret_address}" in refused(secret_address, trusted)


def test_an_open_cluster_is_refused_where_encryption_is_required(plain, trusted):
    required = trusted | {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "true"}
    assert "encryption required" in refused(plain.address, required)
