"""What English itself tells: function words, ways to ask, inflections. Data about the language, not about services."""

from functools import cache, lru_cache
from importlib.resources import files

FUNCTION_WORDS = frozenset(
    """
    nothing everything something anything a an the this that these those there here it its they them their he she his her i me my mine we
    us our ours you your yours one ones some any all both each every either neither such same other
    others another else and or but nor so then than as if though although because while when
    whenever where whereas why how what which who whom whose whos whats hows wheres whoever whatever
    is are was were be been being am isnt arent wasnt werent do does did done doing dont doesnt
    didnt has have had having hasnt havent hadnt can could cant couldnt will would wont wouldnt
    shall should shouldnt may might must mustnt need needs needed needing gets get got gotten
    getting let lets want wants wanted ought supposed of in on at by for from to into onto with
    without within about above below under over between among against during before after since
    lol haha hehe heh until till unless per via up down off out through across around near along upon not no yes yeah yep
    nope never ever still already yet just only also too even very much many more most less least
    few lot lots really actually basically exactly currently always usually often sometimes again
    once now today tonight tomorrow yesterday soon later please pls plz thanks thank thx ty cheers
    hi hello hey hiya yo dear guys folks team everyone anyone someone somebody anybody nobody person
    people ok okay well oh ah um hmm like right correct true wrong sure quick question questions
    quickly ask asking asked wondering wonder know knows tell say says said think guess mean means
    meant remember understand check go goes going come comes make makes made making take takes
    taking taken keep keeps keeping put puts give gives see look looks looking find show help use
    used using uses work works working thing things stuff bit kind sort way case part side end whole
    general generally overall new old big small kindly ive im weve theyve theyre theyll youve youre youll hes shes thats theres heres itll wouldve
    shouldve couldve aint gonna wanna gotta hafta kinda sorta lemme dunno
    compare compares compared comparing comparison sev sev0 sev1 sev2 sev3 sev4 sev5 prio p1 p2 p3 tbh ngl fwiw iirc imho amp etc eg ie vs n w re btw fyi asap imo afaik idk
    """.split()
)
"""Words that carry no subject. They never count against an answer."""

OWNERSHIP_WORDS = frozenset(
    """
    who whos whose whom job responsible responsibility responsibilities responsibilites own owns
    owner owners owned owning ownership handle handles handled handling manage manages managed
    managing management maintain maintains maintained maintaining deal deals dealing dealt care
    cares covers cover covered covering charge accountable accountability liable liability duty
    duties hook look looks after whoever side split burden task tasked belongs belong takes side
    sides problem fault raci matrix shared remit perform performs performed performing ensure
    ensures provide provides run runs running call calls page pages ping contact overview summary
    breakdown left remains remaining theirs answerable answer answers switch switches switched switching turn turns turned turning enable enables enabled enabling decide decides deciding plate
    pager business configure configures configuring configured control controls controlling
    controlled set sets setting change changes changing
    part parts share shares half halves bit bits chore chores portion row rows cell cells column desk lap court ball slice piece pieces
    dba dbas sre sres devops divided division duty obliged obligation obligations party baby headache concern hat wear remit scope wanted task tasks
    """.split()
)
"""Words of asking whose job it is: they are the question itself, so they never name an area."""

ASKING_WORDS = frozenset(
    [
        "who",
        "whos",
        "whose",
        "whom",
        "responsible",
        "responsibility",
        "accountable",
        "owns",
        "owner",
        "ownership",
    ]
)
"""Words that make a sentence a question of ours even without a question mark."""

SHORT_FORMS = {
    "abt": "about", "cfg": "config", "creds": "credentials", "diff": "difference", "mgd": "managed", "mgr": "manager",
    "msg": "message", "msgs": "messages", "param": "parameter", "params": "parameters", "perms": "permissions",
    "prob": "problem", "pw": "password", "pwd": "password", "snaps": "snapshots", "vuln": "vulnerability",
    "vulns": "vulnerabilities", "acct": "account", "accts": "accounts", "amz": "amazon", "amzn": "amazon", "bc": "because",
    "cos": "because", "coz": "because", "cust": "customer", "cuz": "because", "da": "the", "dat": "that", "dis": "this",
    "em": "them", "mgmt": "management", "ppl": "people", "r": "are", "resp": "responsible", "rn": "now", "smth": "something",
    "sth": "something", "svc": "service", "svcs": "services", "tho": "though", "u": "you", "ur": "your", "wat": "what",
    "wrt": "about", "wut": "what", "ya": "you", "authn": "authentication", "authz": "authorization",
}  # fmt: skip
"""How people shorten words when they type fast."""

PROVIDER_WORDS = frozenset(["aws", "amazon", "amazons", "awss", "provider", "vendor"])
CUSTOMER_WORDS = frozenset(
    """
    we us our ours ourselves ourself i me my mine myself customer customers user
    """.split()
)
CUSTOMER_SUBJECTS = frozenset(
    ["we", "us", "ours", "ourselves", "i", "me", "mine", "myself", "customer", "customers"]
)

AUXILIARIES = frozenset(
    """
    is are was do does did has have can could should shall will would must may isnt arent dont
    doesnt didnt shouldnt cant wont am
    """.split()
)
NEGATIONS = frozenset(
    """
    not never no nothing none dont doesnt didnt isnt arent cant wont shouldnt without nobody neither
    """.split()
)
NEGATED_AUXILIARIES = frozenset(
    ["isnt", "arent", "dont", "doesnt", "didnt", "shouldnt", "cant", "wont", "hasnt", "havent"]
)

PREPOSITIONS = frozenset(
    "of in on at by for from to into onto with within behind under over beside across".split()
)

GENERIC_NOUNS = frozenset(
    """
    service services instance instances cluster clusters database databases db dbs server servers
    machine machines box boxes account accounts environment environments env prod production staging
    dev test team teams company system systems resource resources setup fleet workload workloads
    cloud guys folks org organisation organization stack estate department business unit group
    groups
    """.split()
)
"""Nouns that say where, never what: beside a service's name they mean nothing more."""

_IRREGULAR = {
    "kept": "keep",
    "died": "die",
    "dies": "die",
    "dying": "die",
    "broken": "break",
    "broke": "break",
    "breaks": "break",
    "swapped": "swap",
    "wiped": "wipe",
    "data": "data",
    "indices": "index",
    "indexes": "index",
    "analyses": "analysis",
    "ran": "run",
    "chose": "choose",
    "chosen": "choose",
    "bought": "buy",
    "paid": "pay",
    "wrote": "write",
    "written": "write",
    "stolen": "steal",
    "lost": "lose",
    "backs": "back",
    "leaves": "leave",
    "setting": "setting",
    "settings": "setting",
    "vms": "vm",
    "dbs": "db",
    "azs": "az",
    "sgs": "sg",
    "pcs": "pc",
}
_WHOLE = frozenset(
    """
    aws dns https tls kubernetes redis windows analytics access process outposts ops devops sns sqs
    ebs efs ecs eks rds kms waf ros sms ses os ios macos address business news series status focus
    virus always perhaps this is was has its us as gas bus plus express press success loss class
    pass across less ness insights quicksight elastic during thing things string king ring bring
    spring ceiling building billing pricing training testing anything something nothing everything
    evening morning bed red need feed speed seed shed embed fred hundred acme vpce versioning indeed proceed
    succeed exceed led fed wed shared bytes findings building ids
    """.split()
)
"""Words whose ending is no inflection, or where it changes the meaning (Windows, shared, training)."""


@lru_cache(
    maxsize=16_384
)  # three times what our own knowledge says; people can make up words for ever
def stem(word: str) -> str:
    """The word without its inflection: plural, -ing, -ed. Never more, so that certificate and certification stay
    apart; related words (encrypt, encryption) are listed side by side in the knowledge instead.
    """
    if word in _IRREGULAR:
        return _without_e(_IRREGULAR[word])
    if len(word) <= 3 or word in _WHOLE:
        return word
    for ending, least, put in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return _tidy(word[: len(word) - len(ending)] + put, ending)
    if word.endswith("s") and word[-2] not in "siu":
        word = word[:-1]
    return _without_e(word)


_ENDINGS = (
    ("ies", 2, "y"),
    ("sses", 2, "ss"),
    ("xes", 2, "x"),
    ("ches", 2, "ch"),
    ("shes", 2, "sh"),
    ("zes", 2, "ze"),
    ("ied", 2, "y"),
    ("ing", 3, ""),
    ("ed", 3, ""),
)


def _tidy(root: str, ending: str) -> str:
    """Undouble ("logging" → "log") and drop the silent e, so that "upgrade" and "upgrading" meet."""
    if ending in ("ing", "ed") and len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz":
        root = root[:-1]
    return _without_e(root)


def _without_e(word: str) -> str:
    silent = (
        word.endswith("e") and len(word) > 3 and any(letter in "aeiouy" for letter in word[:-1])
    )
    return word[:-1] if silent else word


@cache
def common_words() -> frozenset[str]:
    """The 25,000 most used English words (see NOTICE). They are never taken for a misspelt name."""
    text = files("bot.understanding").joinpath("english.txt").read_text(encoding="ascii")
    return frozenset(text.split())


@cache
def common_stems() -> tuple[tuple[str, str], ...]:
    """Each of them that is long enough to be recognised when misspelt, with its stem."""
    root = stem.__wrapped__  # more words than its memory holds
    return tuple((word, root(word)) for word in common_words() if len(word) >= REPAIRABLE_FROM)


REPAIRABLE_FROM = 4
"""Letters an ordinary word needs before a misspelling of it can be told from another word."""
