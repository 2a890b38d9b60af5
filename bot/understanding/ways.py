"""The phrases by which people ask, as data, and which of them stand in a message."""

from collections.abc import Mapping, Sequence
from enum import StrEnum, auto
from functools import cache


class Way(StrEnum):
    """What a phrase tells about the way of asking."""

    CUES = auto()
    STRONG_CUES = auto()
    """Words that ask whose job it is whatever else stands beside them."""
    WHO_PAYS = auto()
    TEAM = auto()
    LEGAL = auto()
    HOW_TO = auto()
    PRICE = auto()
    LIVE = auto()
    HISTORY = auto()
    ORDERS = auto()
    CHAT = auto()
    FOLLOWS = auto()
    BY_ITSELF = auto()
    DONE = auto()
    """Something that is done as a rule, not what is the case today."""
    NOW = auto()
    PASSIVE = auto()
    EXPLAIN = auto()
    COMPARE = auto()
    DIFFERS = auto()
    """What compares only where two services, or two ways to run one, are named."""
    CHANGES = auto()
    """What asks in a thread for all that is otherwise there than in what was spoken of."""
    OVERVIEW = auto()
    EITHER = auto()
    TAILS = auto()
    CLAIMS = auto()
    BY_PROVIDER = auto()
    BY_US = auto()
    MOVE = auto()
    OUR_PART = auto()
    THEIR_PART = auto()
    ASKS_WHO = auto()
    FEATURE = auto()
    """Verbs of what a product can do, not of whose job something is."""


_SPOKEN: Mapping[Way, str] = {
    Way.CUES: """
    who | whos | whose | whom | responsible | responsibility | responsibilities
    | responsibilites | accountable | liable | us or aws | aws or us | our job | aws job
    | our side | aws side | is it us | is it on us | on the hook | in charge | own | owns
    | owner | owners | ownership | takes care | take care | looks after | look after | raci
    | our duty | our duties | our business | our concern | our headache | our plate
    | our worry | our turn | up to us | up to aws | on us | on aws | theirs or ours
    | ours or theirs | fall on | falls on | falls to | which side | what side | which party
    | shared responsibility | responsibility matrix | our part | aws part
    | our responsibility | theirs | ours | do we have to | do we need to | do i have to
    | do i need to | must we | should we | have to
    | our half | our share | our portion | our bit | our bits | amazons share | amazons half | aws share | their share | their half
    | their bit | their bits | duties | obligations | chores | division of labour | division of labor | how is the work divided | change hands
    | changes hands | hand over | hands over | on my desk | on our desk | on my list | stay ours | stays ours | stay with us | stays with us
    | which of them | which of us | which of the two | which one of us | who is right | whos right | comes back to us | come back to us | remains ours | remain ours | left for us | left to us | off our shoulders | on our shoulders
    """,
    Way.STRONG_CUES: """
    who | whos | whose | whom | responsible | responsibility | responsibilities
    | accountable | liable | us or aws | aws or us | our job | aws job | our side | aws side
    | is it us | is it on us | on the hook | in charge | raci | our duty | up to us
    | up to aws | which side | shared responsibility | our responsibility | do we have to
    | do we need to | ours or theirs | theirs or ours
    """,
    Way.WHO_PAYS: """
    who pays | who pay | pays for
    """,
    Way.TEAM: """
    which team | what team | who do i page | who do i call | who do i contact | who to page
    | who to call | who to contact | who should i call | who should i page
    | who should i contact | whom do i call | which of our teams | on call | oncall
    | who do we call | who do we page | who do i ping | who to ping | which squad
    | what squad
    """,
    Way.LEGAL: """
    liable | liability | legally | sue | lawsuit | legal | damages | negligent | in court
    """,
    Way.HOW_TO: """
    how do i | how do we | how can i | how can we | how to | how would i | how would we
    | how should i | howto | steps to | tutorial | walk me through | guide me
    | give me the command | command to | write a | write me | generate | script to
    | best practice for | best way to | example of | terraform for | show me how
    | can you help me | help me | how does one | what is the command | whats the command
    | which command | show me | give me an example | an example | explain how | sample code
    | should we move | should we use | should i use | should we switch | should we go
    | worth it | better than | or stay | snippet | anyone got | anyone have | anybody got
    | is it smart | is it wise | is it worth | is it a good idea | pros and cons | terraform module
    | template for | code for | error when | max size | maximum size | size limit | max number | maximum number | max record
    """,
    Way.PRICE: """
    how much | how expensive | price of | price | price per | per tb | per gb | pricing
    | what does it cost | cost of | cost per | cheaper | cheapest | free tier | per month
    | per hour | what does aws charge | would cost | charge for | discount | better deal | savings plan or | good deal
    """,
    Way.LIVE: """
    in which region are | in which region is | is down | down right now | down again | currently down | status of | is there an outage
    | any outage | are there any issues | right now | at the moment | is it up
    | health of our | how many | show me the | list all our | list our | what is our current
    | do we know | do we have enough | do we have budget | do we have already | who in our
    | is it working | are we having | anyone else seeing | is anyone seeing
    """,
    Way.HISTORY: """
    who last | who deleted | who changed | who created | who launched | who broke | who pushed
    | who merged | who approved | who deployed | who restarted | who rebooted | who stopped
    | who opened | who turned | who disabled | who enabled | who added | who removed
    | who modified | who patched | who upgraded | who updated | who rotated | who shut
    | who logged | who accessed | who committed | who made | who did | who was | who has been
    | who set | who ran | who terminated | who started | who invented | who founded
    | who wrote | who said | who won | who is the ceo | who else | last night | who touched
    | who killed | who exposed
    """,
    Way.ORDERS: """
    ignore your | ignore all | ignore previous | ignore the above | disregard
    | system prompt | pretend | you are now | ignore every
    """,
    Way.CHAT: """
    tell me a joke | how are you | good morning | good night | what is your name
    | who are you | who made you | are you a bot | are you human | happy friday
    | what can you do | thank you | i love you
    """,
    Way.FOLLOWS: """
    what about | how about | and what | and how | what if
    """,
    Way.BY_ITSELF: """
    by default | automatically | automatic | itself | themselves | out of the box
    | on its own | on their own | by hand | included | built in | for free | for me | handled
    | taken care | managed | covered
    """,
    Way.DONE: """
    encrypted | patched | replicated | rotated | renewed | backed | updated | upgraded
    | scanned | monitored | logged | secured | protected | covered | hardened | audited
    | snapshotted | tested | isolated
    """,
    Way.NOW: """
    our | my | already | yet | currently | now | today | still | this
    """,
    Way.PASSIVE: """
    who is supposed | who is meant | who was supposed | who was meant | who was to | who should have | who ought | who had to
    | who gets | audit | audit trail | record | tell us who
    | see who | find out who | know who
    """,
    Way.EXPLAIN: """
    what is | what are | whats | what does | what do you mean | explain | define
    | definition | meaning | mean | means | tell me about | eli5 | difference between | why
    """,
    Way.COMPARE: """
    same split | same for both | vary | varies | smaller for | differs | in contrast | in each | in one and | any difference | what differs | side by side | compared to | compared with | compare | difference between
    | different between | differ | differences between | next to that of | against each other | stack up | torn between | in both | diff between
    """,
    Way.DIFFERS: """
    either | any different | differently | a difference | the difference | difference in | before and after | after that | matter whether | matter if | depend on
    | in which one | on which one | which one leaves | which leaves us | leaves us less | less work | more work | less for us | more for us
    | change in | what changes | anything change | anything changes | split move | split change
    """,
    Way.CHANGES: """
    what changes | what would change | what does change | changes for us | what drops | drops off | drop off | drops out | get rid of | got rid of | getting rid of | come back to us
    | comes back to us | no longer have | no longer do | no longer need | on top for us | come on top | what is different | whats different | what would be different | would have been different | be different for us
    | what do we stop | what would we stop | stop doing | stops being | any of that flip | what flips | flips for us | fall away | falls away | fall off | falls off
    | get worse | gets worse | get better | gets better | less for us | more for us | more work | less work | in comparison | by comparison | lose and gain
    | gain or lose | win or lose | what do we gain | what do we lose | what would we gain | what would we lose
    """,
    Way.OVERVIEW: """
    what do we | what does aws | what is ours | what is our part | what are our
    | what is our job | what are we | what must we | what should we | overview
    | everything about | all of | our duties | our part | aws part | what is left
    | what remains | what are my | what do i | who does what | whats ours | whats theirs
    | left for us | what exactly is left | summary of | the split for | the split on
    | split for | whole picture | full picture | the division | breakdown | what stays | whats staying | what else do we
    """,
    Way.EITHER: """
    us or aws | aws or us | we or aws | aws or we | us or amazon | amazon or us
    | us or them | them or us | ours or theirs | or us | or aws | or them | or amazon
    | or is it us | or is that us | or is it aws | or does aws | or do we | or are we
    | or do they | or is it up to us | or up to us | or is that on us | or is it on us
    | or do i | or must we | or should we
    """,
    Way.TAILS: """
    right | correct | true | yes | no | isnt it | or not | doesnt it | dont we | dont they
    | does it | yeah | yes or no
    """,
    Way.CLAIMS: """
    is it true | true that | i think | i assume | i believe | am i right | confirm
    | assume that | can we say | is he right | is she right | are they right | is that right | is this right | are we right
    | claims that | claims we | claims aws | claims amazon
    """,
    Way.BY_PROVIDER: """
    by aws | by amazon | on aws | awss | aws job | aws responsibility | up to aws
    | aws side | aws problem | for us | aws duty
    """,
    Way.BY_US: """
    by us | on us | our job | our responsibility | up to us | our side | our problem | ours
    | our duty | by ourselves | ourselves | us to | for us to | on our side | we have to
    | i have to | we need to | we must
    """,
    Way.MOVE: """
    move | moving | moved | migrate | migrating | migrated | migration | switch | switching | going from | go from | goes from | coming from | becomes
    | convert | converting | replace | replacing | swap | swapping | give up | giving up | going off | go off | moving off | off of | retire | retiring | flip | flipping
    | leave | leaving | left | lift | lifts | lifting | traded for | ditch | ditching | moves | migrates | swaps | abandon
    | replaced | exchange | exchanging | transition | transitioning | shifting | folding
    """,
    Way.OUR_PART: """
    what do we | what is ours | what are our | what is our | on us | our duties | our part | we still | what must we
    | what are we | what should we | ourselves | what are my | what do i
    """,
    Way.THEIR_PART: """
    what does aws | aws part | on aws | aws still | does aws do | what is aws
    """,
    Way.ASKS_WHO: """
    who | whos | whose | responsible
    """,
    Way.FEATURE: """
    support | supports | work with | works with | have | offer | allow | integrate
    | include | cost | need | use | run | exist | count | scale to | go up | take | mean
    | show | still
    """,
}
"""Lower case, words with single spaces, split by "|"."""


def heard(words: Sequence[str]) -> frozenset[Way]:
    """The ways whose phrases stand anywhere in the message."""
    return frozenset(
        way
        for at, word in enumerate(words)
        for phrase, ways in _by_first_word().get(word, ())
        if phrase == tuple(words[at : at + len(phrase)])
        for way in ways
    )


def ends(words: Sequence[str], way: Way) -> bool:
    """Whether the message ends with a phrase of `way`."""
    return any(tuple(words[-len(phrase) :]) == phrase for phrase in _phrases()[way])


@cache
def _phrases() -> Mapping[Way, tuple[tuple[str, ...], ...]]:
    return {
        way: tuple(tuple(phrase.split()) for phrase in text.split("|"))
        for way, text in _SPOKEN.items()
    }


@cache
def _by_first_word() -> Mapping[str, tuple[tuple[tuple[str, ...], tuple[Way, ...]], ...]]:
    """First word → (phrase, what it tells), so that a message is read once for all ways."""
    found: dict[tuple[str, ...], list[Way]] = {}
    for way, phrases in _phrases().items():
        for phrase in phrases:
            found.setdefault(phrase, []).append(way)
    index: dict[str, list[tuple[tuple[str, ...], tuple[Way, ...]]]] = {}
    for phrase, ways in found.items():
        index.setdefault(phrase[0], []).append((phrase, tuple(ways)))
    return {word: tuple(entries) for word, entries in index.items()}
