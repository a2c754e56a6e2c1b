"""The actor-factor network: who influences what, now and as wanted, for each team and for the school."""

from collections.abc import Sequence
from dataclasses import replace

from app.game.commands import Connect, DescribeNode, Disconnect
from app.game.context import Context, check_id, check_on, own_team
from app.game.events import Event, InfluenceConnected, InfluenceDisconnected, NodeDescribed
from app.game.registry import decides, evolves
from app.game.rejected import Code, Rejected
from app.game.state import Side, State, changed, drop, put

SCHOOL = "school"
MOST_LINKS = 60
"""Of one side; more cannot be read in a drawing."""


def _network(state: State, context: Context) -> str:
    """Whose network the sender changes: the team's, or the school's when the facilitator acts for no team."""
    check_on(state, "network")
    return SCHOOL if context.who.role == "facilitator" and context.team is None else str(own_team(context))


def side_of(state: State, network: str, when: str) -> Side:
    """A network as far as it is, `when` being now or wanted."""
    return state.networks.get(network, {}).get(when, Side())


def _check_node(context: Context, node: str, field: str) -> None:
    check_id({*context.pack.actors, *context.pack.factors}, node, field)


@decides(Connect)
def connect(state: State, command: Connect, context: Context) -> Sequence[Event]:
    network = _network(state, context)
    _check_node(context, command.source, "source")
    _check_node(context, command.target, "target")
    if command.source == command.target:
        raise Rejected(Code.INVALID, "target")
    links, pair = side_of(state, network, command.when).links, (command.source, command.target)
    if pair not in links and len(links) >= MOST_LINKS:
        raise Rejected(Code.TOO_MANY)
    if links.get(pair) == command.how:
        return []
    return [InfluenceConnected(network=network, **command.model_dump(exclude={"type"}))]


@decides(Disconnect)
def disconnect(state: State, command: Disconnect, context: Context) -> Sequence[Event]:
    network = _network(state, context)
    if (command.source, command.target) not in side_of(state, network, command.when).links:
        return []
    return [InfluenceDisconnected(network=network, **command.model_dump(exclude={"type"}))]


@decides(DescribeNode)
def describe_node(state: State, command: DescribeNode, context: Context) -> Sequence[Event]:
    network = _network(state, context)
    _check_node(context, command.node, "node")
    if side_of(state, network, command.when).nodes.get(command.node, "") == command.text:
        return []
    return [NodeDescribed(network=network, **command.model_dump(exclude={"type"}))]


def _with(state: State, network: str, when: str, side: Side) -> State:
    held = put(state.networks.get(network, {}), when, side)
    return changed(state, networks=put(state.networks, network, held))


@evolves(InfluenceConnected)
def _(state: State, event: InfluenceConnected) -> State:
    side = side_of(state, event.network, event.when)
    links = put(side.links, (event.source, event.target), event.how)
    return _with(state, event.network, event.when, replace(side, links=links))


@evolves(InfluenceDisconnected)
def _(state: State, event: InfluenceDisconnected) -> State:
    side = side_of(state, event.network, event.when)
    links = drop(side.links, (event.source, event.target))
    return _with(state, event.network, event.when, replace(side, links=links))


@evolves(NodeDescribed)
def _(state: State, event: NodeDescribed) -> State:
    side = side_of(state, event.network, event.when)
    left = drop(side.nodes, event.node)
    nodes = put(left, event.node, event.text) if event.text else left
    return _with(state, event.network, event.when, replace(side, nodes=nodes))
