"""The `pack` commands: make, check, list, pass on and install content packs.

Exit codes: 0 done, 1 the pack is not right, 2 there is nothing to work on (no such pack or file).
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from app.cli.terminal import AsJson, Data, fail, read_settings, report
from app.content.editing import copy_pack
from app.content.library import PackInfo, broken_pack, find_broken, find_packs, known_packs
from app.content.loader import diagnose, load_pack
from app.content.problems import PackError, Problem
from app.content.saying import tn
from app.content.schema import document
from app.content.zipped import MAX_TOTAL, build, install, unpack
from app.i18n import LANGUAGES, translator
from app.settings import Settings
from app.store import is_empty

SCHEMA = Path("game_content/schema.json")

pack = typer.Typer(help="Make, check, list and pass on content packs.", no_args_is_help=True)

Language = Annotated[str, typer.Option("--language", help="Language of what is said about packs: nl or en.")]


@dataclass(frozen=True, slots=True)
class _Checked:
    """A pack that was looked at, and what there is to say about it."""

    name: str
    problems: list[Problem]


_Found = tuple[str, Problem]
"""The name of a pack, and a problem of it."""


class _Nothing(Exception):
    """There is nothing to work on."""


def _says(command: Callable[..., None]) -> Callable[..., None]:
    """Tell what is wrong with a pack as a person or a script reads it, and leave with the exit code that fits."""

    @wraps(command)
    def told(*args: Any, **options: Any) -> None:
        language = options.get("language", "nl")
        if language not in LANGUAGES:
            raise typer.BadParameter(", ".join(LANGUAGES), param_hint="--language")
        try:
            command(*args, **options)
        except PackError as error:
            if options.get("as_json"):
                report({"errors": [problem.told(language) for problem in error.problems]}, True, "")
                raise typer.Exit(1) from None
            raise fail("\n".join(problem.text(language) for problem in error.problems)) from None
        except _Nothing as nothing:
            if options.get("as_json"):
                report({"error": str(nothing)}, True, "")
            else:
                fail(str(nothing))
            raise typer.Exit(2) from None

    return told


@pack.command("list")
@_says
def pack_list(data: Data = None, language: Language = "nl", as_json: AsJson = False) -> None:
    """The installed packs: those of the product, and your own."""
    found = find_packs(*read_settings(data).pack_dirs)
    rows = [{**_row(one), "languages": one.languages} for one in found]
    report(rows, as_json, "\n".join(_line(one, language) for one in found))


def _row(info: PackInfo) -> dict[str, Any]:
    return {"id": info.id, "version": info.version, "title": info.title, "own": info.own, "extends": info.extends}


def _line(info: PackInfo, language: str) -> str:
    say = translator(language)
    notes = [say("eigen pakket")] if info.own else []
    notes += [say("breidt {id} uit", id=info.extends)] if info.extends else []
    return f"{info.id} {info.version} ({', '.join([*info.languages, *notes])})"


@pack.command("new")
@_says
def pack_new(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id of the new pack: small letters, digits and _.")],
    source: Annotated[str, typer.Option("--from", help="Id of the pack to start from.")] = "po",
    title: Annotated[str | None, typer.Option("--title", help="Title in Dutch.")] = None,
    title_en: Annotated[str | None, typer.Option("--title-en", help="Title in English.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Copy all files, instead of taking the rest from it.")] = False,
    data: Data = None,
    language: Language = "nl",
    as_json: AsJson = False,
) -> None:
    """Make an own pack from one that is there."""
    settings = read_settings(data)
    known = known_packs(*settings.pack_dirs)
    start = _find(source, settings, language)
    # Packs can be written where nothing was ever played; but a folder that somebody named is there, or mistyped.
    if "data_dir" in settings.model_fields_set and not settings.data_dir.is_dir():
        raise _no_home(settings, language)
    titles = {**next(one.title for one in find_packs(*settings.pack_dirs) if one.id == source)}
    titles = (
        {key: f"{text} ({name})" for key, text in titles.items()} if title is None else dict.fromkeys(titles, title)
    )
    titles |= {"en": title_en} if title_en is not None else {}
    made = copy_pack(start, name, titles, settings.own_packs_dir, full=full, library=known)
    say = translator(language)
    text = say("Gemaakt in {folder}. Kijk het na met: maatwerk pack check {id}", folder=made, id=name)
    report({"id": name, "directory": str(made)}, as_json, text)


@pack.command("check")
@_says
def pack_check(
    which: Annotated[
        str | None, typer.Argument(help="Id of a pack, a folder or a zip; without it, all installed packs.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings are errors too.")] = False,
    data: Data = None,
    language: Language = "nl",
    as_json: AsJson = False,
) -> None:
    """Check packs: every mistake with file, line, column, field, and what to do. Exit code 1 if there are any."""
    settings = read_settings(data)
    looked = [_check(which, settings, language)] if which else _check_all(settings)
    found = [(checked.name, problem) for checked in looked for problem in checked.problems]
    errors = [(name, problem) for name, problem in found if strict or not problem.warning]
    warnings = [] if strict else [(name, problem) for name, problem in found if problem.warning]
    # Of thousands of mistakes the suggestions take seconds, so only what is printed is said.
    if as_json:
        told = {"errors": _told(errors, language), "warnings": _told(warnings, language)}
        report({"packs": len(looked), **told}, True, "")
    else:
        report(None, False, "\n".join(_lines(len(looked), errors, warnings, language)))
    if errors:
        raise typer.Exit(1)


def _told(found: list[_Found], language: str) -> list[dict[str, Any]]:
    return [{"pack": name, **problem.told(language)} for name, problem in found]


def _lines(packs: int, errors: list[_Found], warnings: list[_Found], language: str) -> list[str]:
    say, lines = translator(language), list[str]()
    for heading, found in ((say("Fouten"), errors), (say("Waarschuwingen"), warnings)):
        texts = [f"  {name}/{one.text(language)}" if packs > 1 else f"  {one.text(language)}" for name, one in found]
        lines += [f"{heading}: {len(found)}", *texts] if found else []
    none = tn("{count} pakket bekeken: geen fouten.", "{count} pakketten bekeken: geen fouten.", packs)
    return lines or [none.told(language)]


def _check_all(settings: Settings) -> list[_Checked]:
    known = known_packs(*settings.pack_dirs)
    looked = [_Checked(key, diagnose(directory, known)) for key, directory in sorted(known.items())]
    broken = find_broken(*settings.pack_dirs)
    return looked + ([_Checked(settings.own_packs_dir.name, broken)] if broken else [])


def _check(which: str, settings: Settings, language: str) -> _Checked:
    known = known_packs(*settings.pack_dirs)
    path = known.get(which, Path(which))
    if path.is_dir():
        return _Checked(path.name, diagnose(path, known))
    if not path.is_file():
        if mistakes := broken_pack(which, *settings.pack_dirs):
            return _Checked(which, mistakes)
        _find(which, settings, language)
    with tempfile.TemporaryDirectory() as work:
        try:
            unpack(_read(path), Path(work) / "pack")
        except PackError as error:
            return _Checked(path.name, error.problems)
        return _Checked(path.name, diagnose(Path(work) / "pack", known))


@pack.command("build")
@_says
def pack_build(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id of a pack.")],
    out: Annotated[Path | None, typer.Option("--out", help="Zip to write; without it, ID-VERSION.zip here.")] = None,
    data: Data = None,
    language: Language = "nl",
    as_json: AsJson = False,
) -> None:
    """Put a pack in one zip, to pass on. Only a pack without mistakes; the same pack gives the same file."""
    settings = read_settings(data)
    directory, known = _find(name, settings, language), known_packs(*settings.pack_dirs)
    version = load_pack(directory, known).about.version
    file = out or Path(f"{name}-{version}.zip")
    content = build(directory)
    file.write_bytes(content)
    text = translator(language)("Geschreven: {file} ({count} bytes)", file=file, count=len(content))
    report({"id": name, "version": version, "file": str(file), "bytes": len(content)}, as_json, text)


@pack.command("install")
@_says
def pack_install(
    file: Annotated[Path, typer.Argument(help="Zip of a pack.")],
    replace: Annotated[bool, typer.Option("--replace", help="Put it in place of your own pack with this id.")] = False,
    data: Data = None,
    language: Language = "nl",
    as_json: AsJson = False,
) -> None:
    """Install a pack from a zip. A zip with anything else in it is refused, and leaves nothing behind."""
    settings = read_settings(data)
    if not file.is_file():
        raise _Nothing(translator(language)("Er is geen bestand {file}.", file=file))
    if not (settings.data_dir.is_dir() if settings.database_url else not is_empty(settings.url)):
        raise _no_home(settings, language)
    info, _ = install(_read(file), settings.own_packs_dir, known_packs(*settings.pack_dirs), replace=replace)
    report(_row(info), as_json, translator(language)("Geïnstalleerd: {pack}", pack=_line(info, language)))


@pack.command("schema")
def pack_schema(
    write: Annotated[bool, typer.Option("--write", help="Write game_content/schema.json.")] = False,
) -> None:
    """The shape of a pack's files as JSON Schema, for editors; made from the code."""
    text = orjson.dumps(document(), option=orjson.OPT_INDENT_2).decode() + "\n"
    if write:
        SCHEMA.write_text(text)
    else:
        typer.echo(text, nl=False)


def _no_home(settings: Settings, language: str) -> _Nothing:
    """A pack at a mistyped place would be told as done, and no server would see it."""
    say, folder = translator(language), settings.data_dir.resolve()
    return _Nothing(
        say(
            "In {folder} is geen Maatwerk. Klopt --data? Met `maatwerk serve` begint daar een nieuwe installatie.",
            folder=folder,
        )
    )


def _find(name: str, settings: Settings, language: str) -> Path:
    """Where an installed pack lies. One that is left out for its mistakes is not gone: raises PackError with them."""
    known = known_packs(*settings.pack_dirs)
    if name in known:
        return known[name]
    if mistakes := broken_pack(name, *settings.pack_dirs):
        raise PackError(mistakes)
    words = ", ".join(sorted(known))
    raise _Nothing(translator(language)("Er is geen pakket {name}. Deze zijn er: {packs}.", name=name, packs=words))


def _read(file: Path) -> bytes:
    """No more than a pack may be: what is longer is refused for its length, without reading it all."""
    with file.open("rb") as opened:
        return opened.read(MAX_TOTAL + 1)
