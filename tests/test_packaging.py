"""What is installed: the wheel and the sdist hold the tree, entry points work, types are announced, imports run one way."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tarfile
import textwrap
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from validate_pyproject import api

ROOT = Path(__file__).parent.parent
PACKAGES = ("extract", "graph", "ontology", "queries")
# What each may import of the others: data knows nothing, extraction nothing of RDF, the graph both.
ALLOWED = {
    "ontology": {"ontology"},
    "queries": {"queries"},
    "extract": {"extract", "ontology", "queries"},
    "graph": {"graph", "extract", "ontology", "queries"},
}
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def files_below(folder: str) -> set[str]:
    """The files of the tree below a folder, relative to the root, without what Python and editors leave."""
    found = set()
    for path in (ROOT / folder).rglob("*"):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not any(p.startswith((".", "__pycache__")) for p in parts):
            found.add("/".join(parts))
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the sdist, built from the tree without a network."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    made = subprocess.run(command, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    (wheel,), (sdist,) = out.glob("*.whl"), out.glob("*.tar.gz")
    return wheel, sdist


def test_the_wheel_holds_the_four_folders_and_nothing_else(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[0]) as wheel:
        names = {n for n in wheel.namelist() if ".dist-info/" not in n}
        licenses = [n for n in wheel.namelist() if n.endswith("licenses/LICENSE")]
    tree = {f"gongwen/{name}" for package in PACKAGES for name in files_below(package)}
    assert names == tree | {"gongwen/__main__.py"}, "python -m gongwen, as well"
    assert len(licenses) == 1
    assert len([n for n in names if n.endswith((".tsv", ".json"))]) >= 10, (
        "the lexicons are data of the package"
    )


def test_the_sdist_holds_what_builds_and_tests_it(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[1]) as sdist:
        names = {m.name.split("/", 1)[1] for m in sdist.getmembers() if m.isfile()}
    expected = {name for folder in (*PACKAGES, "tests", "samples", "docs") for name in files_below(folder)}
    missing = expected - names
    assert not missing
    assert {"README.md", "README.zh.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "pyproject.toml"} <= names


def test_the_console_script(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[0]) as wheel:
        (name,) = (n for n in wheel.namelist() if n.endswith("entry_points.txt"))
        declared = wheel.read(name).decode("utf-8")
    assert "gongwen = gongwen.graph.cli:main" in declared
    for component in PROJECT["project"]["entry-points"]["spacy_factories"]:
        assert f"{component} = " in declared


def test_pyproject_is_valid() -> None:
    api.Validator()(PROJECT)


def test_the_locked_environment_names_no_private_index() -> None:
    """uv.lock is for everybody: its files are those of pypi.org."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    registries = {p["source"]["registry"] for p in lock["package"] if "registry" in p["source"]}
    assert registries == {"https://pypi.org/simple"}
    urls = [f["url"] for p in lock["package"] for f in (*p.get("wheels", ()), p.get("sdist")) if f]
    assert urls
    assert all(url.startswith("https://files.pythonhosted.org/") for url in urls)


def test_types_are_announced() -> None:
    """PEP 561: gongwen has no __init__ of its own, so each package in it says so."""
    assert [p for p in PACKAGES if not (ROOT / p / "py.typed").is_file()] == []


COMPONENTS = textwrap.dedent(
    """
    import json
    import sys
    import spacy
    for name, text in json.loads(sys.argv[1]).items():
        assert not any(m.startswith("gongwen") for m in sys.modules) or name != sys.argv[2]
        nlp = spacy.blank("zh")
        nlp.add_pipe(name)
        doc = nlp(text)
        print(name, [span.text for span in doc.spans[name]])
    """
)
ALONE = {
    "gongwen_citations": ("根据《江岭省物业管理条例》制定本办法。", "['《江岭省物业管理条例》']"),
    "gongwen_bodies": ("由市教育局负责。", "['市教育局']"),
    "gongwen_deadlines": ("2024年6月底前完成。", "['2024年6月底前']"),
    "gongwen_duties": ("一、办好学校。（市教育局负责）", "['一、办好学校。']"),
    "gongwen_terms": ("名词解释\n“链长制”：指由市领导担任链长的工作机制。", "['“链长制”']"),
}


def test_each_component_is_found_by_entry_point_and_works_alone() -> None:
    """In a process that has not imported gongwen: spaCy finds the factory by itself."""
    assert set(ALONE) == set(PROJECT["project"]["entry-points"]["spacy_factories"])
    texts = {name: text for name, (text, _) in ALONE.items()}
    command = [sys.executable, "-c", COMPONENTS, json.dumps(texts), next(iter(texts))]
    made = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines() == [f"{name} {spans}" for name, (_, spans) in ALONE.items()]


def imports(path: Path) -> Iterator[str]:
    """The packages of gongwen that a module imports, wherever in it: ``extract`` of ``gongwen.extract.model``."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (
                part[1] for a in node.names if (part := a.name.split("."))[0] == "gongwen" and part[1:]
            )
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports are absolute"
            first, *rest = node.module.split(".")
            if first == "gongwen":
                yield from [rest[0]] if rest else [a.name for a in node.names]
            assert first not in PACKAGES, f"{path}: gongwen.{first}, never {first}"


def test_imports_run_one_way() -> None:
    """ontology, queries <- extract <- graph."""
    checked = 0
    for package, allowed in ALLOWED.items():
        for path in (ROOT / package).rglob("*.py"):
            wrong = set(imports(path)) - allowed
            assert not wrong, (
                f"{path.relative_to(ROOT)} imports {sorted(wrong)}: {package} may import {sorted(allowed)}"
            )
            checked += 1
    assert checked > 60


def test_extraction_knows_nothing_of_rdf() -> None:
    for path in (ROOT / "extract").rglob("*.py"):
        names = {
            (node.module or "").split(".")[0]
            if isinstance(node, ast.ImportFrom)
            else alias.name.split(".")[0]
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert not names & {"rdflib", "pyoxigraph", "pyshacl", "SPARQLWrapper", "networkx"}, path


@pytest.mark.slow
def test_the_wheel_works_without_the_checkout(built: tuple[Path, Path], tmp_path: Path) -> None:
    """In a fresh environment, from another folder: the wheel's own data, the command, the entry points."""
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env/bin/python"
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}

    def run(*command: str) -> str:
        made = subprocess.run(
            command, cwd=tmp_path, env=clean, capture_output=True, text=True, encoding="utf-8"
        )
        assert made.returncode == 0, made.stdout + made.stderr
        return made.stdout

    run(str(python), "-m", "pip", "install", "-q", str(built[0]))
    where = run(str(python), "-c", "import gongwen.extract; print(gongwen.extract.__file__)").strip()
    assert Path(where).is_relative_to(tmp_path / "env")
    printed = run(str(tmp_path / "env/bin/gongwen"), "build", str(ROOT / "samples"), "-o", "kg")
    assert "已构建 Built kg" in printed
    assert b"id/document/" in run(str(tmp_path / "env/bin/gongwen"), "export", "kg").encode()
    components = {name: text for name, (text, _) in ALONE.items()}
    assert "一、办好学校" in run(
        str(python), "-c", COMPONENTS, json.dumps(components), next(iter(components))
    )
