"""The phrases by which people ask, as data: lower case, words with single spaces, split by "|"."""


def phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(line.split()) for line in text.strip().split("|"))


def has(padded: str, phrases: frozenset[str]) -> bool:
    return any(f" {phrase} " in padded for phrase in phrases)


CUES = phrases(
    """who | whos | whose | whom | responsible | responsibility | responsibilities | responsibilites | accountable
    | liable | us or aws | aws or us | our job | aws job | our side | aws side | is it us | is it on us | on the hook
    | in charge | own | owns | owner | owners | ownership | takes care | take care | looks after | look after | raci
    | our duty | our duties | our business | our concern | our headache | our plate | our worry | our turn | up to us | up to aws | on us | on aws | theirs or ours | ours or theirs | fall on | falls on
    | falls to | which side | what side | which party | shared responsibility | responsibility matrix | our part | aws part
    | our responsibility | theirs | ours | do we have to | do we need to | do i have to | do i need to | must we | should we | have to"""
)
STRONG_CUES = phrases(
    """who | whos | whose | whom | responsible | responsibility | responsibilities | accountable | liable | us or aws
    | aws or us | our job | aws job | our side | aws side | is it us | is it on us | on the hook | in charge | raci
    | our duty | up to us | up to aws | which side | shared responsibility | our responsibility | do we have to
    | do we need to | ours or theirs | theirs or ours"""
)
"""Words that ask whose job it is whatever else stands beside them."""
WHO_PAYS = phrases("who pays | who pay | pays for")
TEAM = phrases(
    """which team | what team | who do i page | who do i call | who do i contact | who to page | who to call | who to contact
    | who should i call | who should i page | who should i contact | whom do i call | which of our teams | on call | oncall
    | who do we call | who do we page | who do i ping | who to ping | which squad | what squad"""
)
LEGAL = phrases(
    "liable | liability | legally | sue | lawsuit | legal | damages | negligent | in court"
)
HOW_TO = phrases(
    """how do i | how do we | how can i | how can we | how to | how would i | how would we | how should i | howto | steps to
    | tutorial | walk me through | guide me | give me the command | command to | write a | write me | generate | script to
    | best practice for | best way to | example of | terraform for | show me how | can you help me | help me | how does one
    | what is the command | whats the command | which command | show me | give me an example | an example | explain how | sample code | should we move | should we use | should i use | should we switch | should we go | worth it | better than | or stay | snippet | anyone got | anyone have | anybody got | template for | code for | error when"""
)
PRICE = phrases(
    """how much | how expensive | price of | price | price per | per tb | per gb | pricing | what does it cost | cost of | cost per | cheaper | cheapest | free tier
    | per month | per hour | discount | better deal | savings plan or | good deal"""
)
LIVE = phrases(
    """is down | down right now | down again | currently down | status of | is there an outage | any outage | are there any issues
    | right now | at the moment | is it up | health of our | how many | show me the | list all our | list our | what is our current
    | is it working | are we having | anyone else seeing | is anyone seeing"""
)
HISTORY = phrases(
    """who deleted | who changed | who created | who launched | who broke | who pushed | who merged | who approved | who deployed
    | who restarted | who rebooted | who stopped | who opened | who turned | who disabled | who enabled | who added | who removed
    | who modified | who patched | who upgraded | who updated | who rotated | who shut | who logged | who accessed | who committed
    | who made | who did | who was | who has been | who set | who ran | who terminated | who started | who invented | who founded
    | who wrote | who said | who won | who is the ceo | who else | last night | who touched | who killed | who exposed"""
)
ORDERS = phrases(
    "ignore your | ignore all | ignore previous | ignore the above | disregard | system prompt | pretend | you are now | ignore every"
)
CHAT = phrases(
    """tell me a joke | how are you | good morning | good night | what is your name | who are you | who made you | are you a bot
    | are you human | happy friday | what can you do | thank you | i love you"""
)
FOLLOWS = phrases("what about | how about | and what | and how | what if")
BY_ITSELF = phrases(
    """by default | automatically | automatic | itself | themselves | out of the box | on its own | on their own | by hand
    | included | built in | for free | for me | handled | taken care | managed | covered"""
)
DONE = phrases(
    """encrypted | patched | replicated | rotated | renewed | backed | updated | upgraded | scanned | monitored | logged
    | secured | protected | covered | hardened | audited | snapshotted | tested | isolated"""
)
"""Something that is done as a rule, not what is the case today."""
NOW = phrases("our | my | already | yet | currently | now | today | still | this")
PASSIVE = phrases(
    "who is supposed | who is meant | who gets | audit | audit trail | record | tell us who | see who | find out who | know who"
)
EXPLAIN = phrases(
    """what is | what are | whats | what does | what do you mean | explain | define | definition | meaning | mean | means | tell me about | eli5
    | difference between | why"""
)
COMPARE = phrases(
    "vs | versus | compared to | compared with | compare | difference between | different between | differ | rather than | instead of"
)
LIST = phrases(
    """where is | where are | where do we | which services | what services | which of our services | which aws services | list of services
    | which ones | on which | for which | where does aws | everything we"""
)
OVERVIEW = phrases(
    """what do we | what does aws | what is ours | what is our part | what are our | what is our job | what are we | what must we
    | what should we | overview | everything about | all of | our duties | our part | aws part | what is left | what remains
    | what are my | what do i | who does what | whats ours | whats theirs | left for us | what exactly is left | summary of | the split for | the split on | split for | breakdown"""
)
EITHER = phrases(
    """us or aws | aws or us | we or aws | aws or we | us or amazon | amazon or us | us or them | them or us | ours or theirs
    | or us | or aws | or them | or amazon | or is it us | or is that us | or is it aws | or does aws | or do we | or are we
    | or do they | or is it up to us | or up to us | or is that on us | or is it on us | or do i | or must we | or should we"""
)
TAILS = phrases(
    "right | correct | true | yes | no | isnt it | or not | doesnt it | dont we | dont they | does it | yeah | yes or no"
)
CLAIMS = phrases(
    "is it true | true that | i think | i assume | i believe | am i right | confirm | assume that | can we say"
)
BY_PROVIDER = phrases(
    "by aws | by amazon | on aws | awss | aws job | aws responsibility | up to aws | aws side | aws problem | for us | aws duty"
)
BY_US = phrases(
    """by us | on us | our job | our responsibility | up to us | our side | our problem | ours | our duty
    | by ourselves | ourselves | us to | for us to | on our side | we have to | i have to | we need to | we must"""
)

FEATURE = phrases(
    """support | supports | work with | works with | have | offer | allow | integrate | include | cost | need | use | run | exist
    | count | scale to | go up | take | mean | show | still"""
)
"""Verbs of what a product can do, not of whose job something is."""
