"""docs/asyncapi.json: the wire, made from the code, so that it cannot drift (a test compares them)."""

from typing import Any

from app.game.commands import WIRE_COMMANDS
from app.game.rejected import Code
from app.game.rights import RIGHTS
from app.live.frames import Closing
from app.version import VERSION
from app.web.protocol import MOST_BYTES, SUBPROTOCOL, Hello, Language, Ping, Resync, TextSync

_SERVER: dict[str, dict[str, Any]] = {
    "welcome": {
        "protocol": {"const": 1},
        "session": {"type": "string"},
        "audience": {"type": "string"},
        "seat": {"type": "string"},
        "seq": {"type": "integer"},
        "now": {"type": "integer"},
        "view": {"type": "object"},
    },
    "resumed": {
        "audience": {"type": "string"},
        "seat": {"type": "string"},
        "seq": {"type": "integer"},
        "now": {"type": "integer"},
    },
    "patch": {"seq": {"type": "integer"}, "prev": {"type": "integer"}, "merge": {"type": "object"}},
    "ack": {"id": {"type": "string"}, "seq": {"type": "integer"}},
    "reject": {
        "id": {"type": ["string", "null"]},
        "code": {"enum": [code.value for code in Code]},
        "message": {"type": "string"},
        "field": {"type": "string"},
        "seq": {"type": "integer"},
    },
    "text": {
        "id": {"type": "string"},
        "round": {"type": "integer"},
        "team": {"type": "integer"},
        "seq": {"type": "integer"},
        "update": {"type": "string", "contentEncoding": "base64"},
    },
    "pong": {"id": {"type": "string"}, "now": {"type": "integer"}},
    "closing": {"code": {"enum": [why.word for why in Closing]}},
}
_OPTIONAL = {("welcome", "seat"), ("resumed", "seat"), ("reject", "field"), ("text", "id")}


def document() -> dict[str, Any]:
    """The AsyncAPI 3 document."""
    messages, schemas = _hoisted({**_client_messages(), **_server_messages()})
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Maatwerk", "version": VERSION, "description": "See docs/protocol.md for the meaning."},
        "channels": {
            "live": {
                "address": "/ws/{code}",
                "description": f"Websocket, subprotocol {SUBPROTOCOL}; text frames of at most {MOST_BYTES} bytes. "
                "Where websockets are blocked, the same frames go over /api/v1/lines/{code}: see docs/protocol.md.",
                "parameters": {
                    "code": {"description": "The session's join code, in either case, with or without hyphen."}
                },
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
            }
        },
        "operations": {
            "receive": _operation("receive", _client_messages()),
            "send": _operation("send", _server_messages()),
        },
        "components": {"messages": messages, "schemas": schemas},
        "x-close-codes": {why.word: why.code for why in Closing},
    }


def _operation(action: str, messages: dict[str, Any]) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": "#/channels/live"},
        "messages": [{"$ref": f"#/channels/live/messages/{name}"} for name in messages],
    }


def _client_messages() -> dict[str, Any]:
    found = {
        "hello": {"payload": _schema(Hello)},
        "language": {"payload": _schema(Language)},
        "text_sync": {"payload": _schema(TextSync)},
        "ping": {"payload": _schema(Ping)},
        "resync": {"payload": _schema(Resync)},
    }
    return found | {name: _command(name) for name in WIRE_COMMANDS}


def _command(name: str) -> dict[str, Any]:
    kind = WIRE_COMMANDS[name]
    right, schema = RIGHTS[kind], _schema(kind)
    schema["properties"]["id"] = {"type": "string", "minLength": 1, "maxLength": 64}
    schema["required"] = ["type", "id", *(field for field in schema.get("required", []) if field != "type")]
    message: dict[str, Any] = {"payload": schema, "x-roles": sorted(right.roles), "x-phases": sorted(right.phases)}
    about = (kind.__doc__ or "").strip()
    return (
        {**message, "summary": about.split("\n")[0]} if about and kind.__doc__ is not kind.__base__.__doc__ else message
    )


def _schema(kind: Any) -> dict[str, Any]:
    return kind.model_json_schema(ref_template="#/components/schemas/{model}")


def _hoisted(messages: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The messages, and the schemas that they share, moved to where their references point."""
    schemas: dict[str, Any] = {}
    for message in messages.values():
        schemas |= message["payload"].pop("$defs", {})
    return messages, dict(sorted(schemas.items()))


def _server_messages() -> dict[str, Any]:
    return {name: {"payload": _server_payload(name, fields)} for name, fields in _SERVER.items()}


def _server_payload(name: str, fields: dict[str, Any]) -> dict[str, Any]:
    required = ["type", *(field for field in fields if (name, field) not in _OPTIONAL)]
    return {"type": "object", "properties": {"type": {"const": name}, **fields}, "required": required}
