#!/usr/bin/env python3
"""Labelled rosters of invented people.

    benches/linkage/people.py synth|easy|letters SEED [ROWS] > people.csv

`synth` (5,000 rows): names of many cultures; every sixth person occurs 2 to 4 times, each time damaged or
decorated in one to three ways; namesakes, relatives and near names as look-alikes. `easy` (5,000): the same with
mostly one plain damage each and few look-alikes. `letters` (8,000): an open letter of engineers and scientists,
signed once by nearly all; 3.5 % of the rows sign again, mostly unchanged.
Same cluster_id: one person. Same super_id but another cluster_id: nobody could tell, so the pair isn't counted.
"""
import copy, csv, random, re, sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field

sys.dont_write_bytecode = True  # no __pycache__ in the tree
import names

CULTURES, NEAR, NICKS = names.read()

# ---- organisations that people belong to

PLACE = [a + b for a in "Mer Cal Vel Or Tan Bel Kir Lor Hal Sten Var Dun Es Mon Tor Gra Ost Pel Riv Sol Ard Bryn Fen Gal".split()
         for b in "rowby denmoor tavia enska anza burgh mouthe ville sted polia ovo abad apuram heim hafen wicke lund ona ansk ereto".split()]
FIELDS = "Law Physics History Economics Chemistry Biology Philosophy Linguistics Medicine Mathematics Sociology Geography Psychology Astronomy Music Theology Archaeology Statistics Engineering Botany Zoology Informatics Ethics Geology Nursing".split()
BRAND = [a + b for a in "Zan Quor Ply Vex Nim Ost Tri Hel Lum Kap Bor Fyn Gly Jov Max Syn Ter Ult Wix Arc Cor Dax".split() for b in "tora elis ivo andra ocet umbra alix ero inda axis omi yte ora ence".split()]
JOBS = "Software Engineer|Senior Software Engineer|Engineer|Data Scientist|Developer|Web Developer|Product Manager|Designer|UX Designer|Engineering Manager|Founder|CTO|Student|PhD Student|Researcher|Research Scientist|Security Engineer|Site Reliability Engineer|Machine Learning Engineer|Technical Writer|Consultant|Systems Administrator|Professor|Postdoctoral Researcher|QA Engineer|Architect|Director of Engineering|Freelancer|Program Manager|Co-founder".split("|")
ROLES = ["Professor", "Associate Professor", "Lecturer", "Senior Lecturer", "Emeritus Professor", "Reader", "Research Fellow", "Chair"]


@dataclass(frozen=True)
class Organisation:
    kind: str
    place: str
    brand: str
    words: str

    def write(self, style):
        """One of the ways to write it; style 0 is the full one."""
        p = self.place
        ways = {
            "university": [f"University of {p}", f"{p} University", f"Univ. of {p}", f"Univ {p}", f"University {p}", f"{p} Univ.", f"U. of {p}"],
            "technical": [f"{p} Institute of Technology", f"Institute of Technology, {p}", f"{p} Inst. of Technology", f"{p[0]}IT", f"{p} Institute of Technology ({p[0]}IT)"],
            "hospital": [f"{p} General Hospital", f"General Hospital {p}", f"General Hospital of {p}", f"{p} Hospital"],
            "institute": [f"{p} Institute for {self.words}", f"Institute for {self.words}, {p}", f"{p} Inst. for {self.words}", "".join(w[0] for w in f"{p} Institute {self.words}".split())],
            "company": [self.brand, f"{self.brand} Inc.", f"{self.brand} Ltd", f"{self.brand.lower()}", f"{self.brand} Labs"],
        }[self.kind]
        return ways[style % len(ways)]


def organisations(r, count, kinds):
    return list(dict.fromkeys(Organisation(r.choice(kinds), r.choice(PLACE), r.choice(BRAND), r.choice(FIELDS)) for _ in range(count)))


# ---- people, and how a row writes one

@dataclass
class Person:
    cluster: int
    culture: names.Culture
    woman: bool
    given: tuple
    middle: tuple
    families: list
    particle: str
    handle: str
    subject: str
    org: Organisation
    job: str
    family_first: bool

    def nick(self):
        return NICKS.get(self.given[0], [])

    def key(self):
        """Folded given and first family name in the first Latin spelling: equal keys are namesakes."""
        latin = lambda word: names.fold(word[min(len(word) - 1, 1 if self.culture.script else 0)])
        return latin(self.given), latin(self.families[0])


@dataclass
class Form:
    """How one row writes a person. Damage is done to the finished name."""
    given: str = "full"  # full, initial, none or a pet name
    middle: str = "full"  # full, initial, none
    families: int = 2
    family_initial: bool = False
    order: str = "natural"  # natural, family-first, comma
    scheme: int = 1  # of romanisation; 0 is the original script
    spelling: dict = field(default_factory=dict)  # word → which of its spellings
    title: str = ""
    suffix: str = ""
    quoted: str = ""
    handle: str = "none"  # none, brackets, alone
    double: str = ""  # what stands in a double name instead of its hyphen
    org: int = 0  # style of the organisation, -1: not written
    role: str = ""
    department: str = ""  # before, after
    inside: bool = False  # affiliation in the name's own column
    country: str = ""
    damage: list = field(default_factory=list)
    other_org: Organisation = None


def spell(person, form, word):
    if person.culture.script:
        return word[min(form.scheme, len(word) - 1)]
    return word[form.spelling.get(word, 0) % len(word)]


def write_name(person, form):
    if form.handle == "alone":
        return person.handle
    initial = lambda text: "-".join(part[0] + "." for part in re.split("[- ]", text) if part)
    given = spell(person, form, person.given)
    given = {"full": given, "initial": initial(given), "none": ""}.get(form.given, form.given)
    middle = "" if not person.middle or form.middle == "none" or not given else spell(person, form, person.middle)
    if form.middle == "initial" and middle:
        middle = middle[0] + "."
    if form.quoted:
        given = f"{given} {form.quoted}"
    family = " ".join(spell(person, form, word) for word in person.families[:form.families])
    if person.particle:
        family = f"{person.particle} {family}"
    if form.family_initial:
        family = family[0].upper() + "."
    if form.families == 0:
        family = ""
    before = " ".join(part for part in (given, middle) if part)
    if form.order == "comma" and before and family:
        name = f"{family}, {before}"
    elif form.order == "family-first":
        name = f"{family} {before}"
    else:
        name = f"{before} {family}"
    if form.double:
        name = re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", form.double.replace("none", ""), name)
    if form.title:
        name = f"{form.title} {name}"
    if form.suffix:
        name = f"{name}{form.suffix}"
    if form.handle == "brackets":
        name = f"{name} ({person.handle})"
    return name.strip()


def write_affiliation(person, form):
    org = form.other_org or person.org
    if form.org < 0 or not org:
        return form.role
    text = org.write(form.org)
    if form.department:
        text = f"Dept. of {person.subject}, {text}" if form.department == "before" else f"{text}, Department of {person.subject}"
    return f"{form.role}, {text}" if form.role else text


@dataclass
class Row:
    person: Person
    form: Form
    name: str
    affiliation: str
    country: str
    cluster: int

    @property
    def org(self):
        return None if self.form.org < 0 else self.form.other_org or self.person.org

    @property
    def shape(self):
        f = self.form
        return "handle" if f.handle == "alone" else "given" if f.families == 0 else "family-initial" if f.family_initial else "initial" if f.given == "initial" else "family" if f.given == "none" else "full"


def write_row(r, person, form):
    name, affiliation = write_name(person, form), write_affiliation(person, form)
    for damage in form.damage:
        name = damage(r, name)
    if form.inside and affiliation:
        name, affiliation = r.choice((f"{name}, {affiliation}", f"{name} ({affiliation})", f"{name} - {affiliation}")), ""
    return Row(person, form, name, affiliation, form.country, person.cluster)


# ---- inventing people

def handle(r, person):
    given, family = person.key()
    given, family = re.sub("[^a-z]", "", given) or "user", re.sub("[^a-z]", "", family) or "sign"
    stem = r.choice((given[0] + family, given + family[0], f"{given}_{family}", family + given[0], r.choice("silver night pixel cosmic null rusty quiet lambda".split()) + r.choice("fox otter byte wolf panda falcon moth crow".split())))
    return r.choice(("@", "@", "@", "u/")) + stem + (str(r.randrange(2, 2000)) if r.random() < .7 else "")


def invent(r, cluster, cultures, orgs, middle, made=.3):
    culture = r.choices(cultures, [c.share for c in cultures])[0]
    woman = r.random() < .45
    given, families = culture.given(r, woman), [culture.family(r, woman, made)]
    two = r.random() < culture.two_families
    if two or r.random() < culture.double / 2:
        families.append(culture.family(r, woman, made))
    if not two and len(families) == 2:
        families = [tuple(f"{families[0][0]}-{families[1][0]}" for _ in (0,))]
    if r.random() < culture.double and not culture.script:
        given = (f"{given[0]}-{culture.given(r, woman)[0]}",)
    particle = r.choice(culture.particles) if culture.particles and r.random() < .05 else ""
    person = Person(cluster, culture, woman, given, culture.given(r, woman) if r.random() < middle else (), families, particle, "", r.choice(FIELDS), orgs[int(len(orgs) * r.random() ** 2)], r.choice(JOBS), r.random() < culture.family_first)
    person.handle = handle(r, person)
    return person


def look_alike(r, cluster, other, orgs):
    """Somebody else with a name near to `other`'s: namesake, relative, same initial, or a near given or family name."""
    person = copy.copy(other)
    person.cluster, person.org, person.job, person.subject = cluster, r.choice(orgs), r.choice(JOBS), r.choice(FIELDS)
    person.families, c = list(other.families), other.culture
    way = r.random()
    if way < .14:  # namesake elsewhere; half of them with a middle name of their own
        person.middle = c.given(r, other.woman) if r.random() < .5 else ()
        while person.org == other.org:
            person.org = r.choice(orgs)
    elif way < .36:  # brother or sister, half of them at the same place
        person.given, person.middle = c.given(r, other.woman), ()
        person.org = other.org if r.random() < .5 else person.org
    elif way < .56:  # same family name, same initial
        first = names.fold(other.given[0])[:1]
        same = [w for w in (c.women if other.woman else c.men) if names.fold(w[0])[:1] == first and w[0] != other.given[0]]
        person.given, person.middle = c.spellings(r.choice(same)) if same else c.given(r, other.woman), ()
    else:
        groups = NEAR["near-given"] if way < .8 else NEAR["near-family"]
        group = r.choice(groups)
        if way < .8:
            person.given, person.middle = (r.choice(group),), ()
        else:
            person.families, person.particle = [(r.choice(group),)], ""
            person.given = (r.choice(r.choice(NEAR["near-given"])),) if r.random() < .7 else CULTURES["german"].given(r, other.woman)
        person.culture, person.family_first = CULTURES["german"], False
        if c.script and way < .8:
            person.families = [(word[min(1, len(word) - 1)],) for word in person.families]
    if person.given == other.given and person.families == other.families and person.org == other.org:
        person.org = r.choice([org for org in orgs if org != other.org])
    person.handle = handle(r, person)
    return person


# ---- what happens to a name when a person signs again: each changes the form, or says that it can't


def slip(r, p, f):
    f.damage.append(names.typo)
    return True


def capitals(r, p, f):
    f.damage.append(r.choice((lambda r, s: s.upper(), lambda r, s: s.upper(), lambda r, s: s.lower())))
    return True


def no_diacritics(r, p, f):
    name = write_name(p, f)
    if names.plain(name) == name or (p.culture.script and f.scheme == 0):
        return False
    umlauts = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "å": "aa", "Ø": "Oe", "Å": "Aa"})
    german = p.culture.name in ("german", "nordic") and r.random() < .6
    f.damage.append(lambda r, s: names.plain(s.translate(umlauts) if german else s))
    return True


def initials(r, p, f):
    if f.given != "full" or len(p.given[0]) < 3 or f.quoted:
        return False
    if p.middle and f.middle == "full" and r.random() < .5:
        f.middle = "initial"
    else:
        f.given, f.middle = "initial", "initial" if r.random() < .5 else "none"
    return True


def drop_name(r, p, f):
    if p.middle and f.middle != "none":
        f.middle = "none"
    elif len(p.families) > 1 and f.families > 1:
        f.families = 1
    else:
        return False
    return True


def comma(r, p, f):
    if f.order == "comma":
        return False
    f.order = "comma"
    return True


def turn(r, p, f):
    if not p.culture.family_first or f.order == "comma":
        return False
    f.order = "natural" if f.order == "family-first" else "family-first"
    return True


def title(r, p, f):
    if r.random() < .75:
        f.title = r.choice(["Prof.", "Professor", "Dr.", "Dr", "Prof. Dr.", "Ms" if p.woman else "Mr", "Ms." if p.woman else "Mr.", "Dame" if p.woman else "Sir", "Mrs" if p.woman else "Rev."])
    else:
        f.suffix = r.choice((", PhD", " PhD", ", Ph.D.", ", MD", " MSc", ", FRS", " (Dr.)"))
    return True


def spaces(r, p, f):
    f.damage.append(r.choice((lambda r, s: s.replace(" ", "  ", 1), lambda r, s: s.replace(" ", "\u00a0"), lambda r, s: s + r.choice((" _", ",", ".", ";", " *", " -")), lambda r, s: r.choice(("- ", "• ", "* ", " ")) + s)))
    return True


def pet_name(r, p, f):
    if not p.nick() or f.given != "full" or (p.culture.script and f.scheme != 0):
        return False
    nick = r.choice(p.nick())
    if r.random() < .4:
        f.quoted = r.choice(('"{}"', "“{}”", "({})", "'{}'")).format(nick)
    else:
        f.given = nick
    return True


def own_handle(r, p, f):
    f.handle = "brackets"
    return True


def double_name(r, p, f):
    if "-" not in write_name(p, f):
        return False
    f.double = r.choice((" ", "none", " "))
    return True


def respell(r, p, f):
    if p.culture.script:
        f.scheme = r.choice([s for s in range(len(p.given)) if s != f.scheme])
        return True
    words = [w for w in [p.given, p.middle] + p.families if len(w) > 1]
    if not words:
        return False
    word = r.choice(words)
    f.spelling = {**f.spelling, word: f.spelling.get(word, 0) + r.randrange(1, len(word))}
    return True


def affiliation(r, p, f):
    way = r.random()
    if way < .25:
        f.org = -1
        f.role = f.department = ""
    elif way < .7:
        f.org = f.org + r.randrange(1, 6)
        f.department = r.choice(("", f.department))
    elif p.org.kind in ("university", "technical"):
        f.department = r.choice(("before", "after"))
    else:
        f.org += 1
    return True


def role(r, p, f):
    if f.org < 0 or f.role:
        return False
    f.role = f"{r.choice(ROLES)} of {p.subject}" if p.org.kind in ("university", "technical") else r.choice(JOBS)
    return True


SYNTH_CHANGES = [(slip, 22), (capitals, 10), (no_diacritics, 16), (initials, 9), (drop_name, 14), (comma, 9), (turn, 10), (title, 11), (spaces, 9), (pet_name, 7), (own_handle, 3), (double_name, 14), (respell, 18), (affiliation, 22), (role, 7)]


EASY_CHANGES = [(slip, 40), (capitals, 12), (no_diacritics, 14), (initials, 4), (drop_name, 8), (comma, 9), (title, 8), (spaces, 12), (affiliation, 20)]


def easy(r, count):
    return synth(r, count, EASY_CHANGES, (85, 15, 0), .04)


def synth(r, count, changes=SYNTH_CHANGES, how_many=(60, 30, 10), look_alikes=.12):
    cultures = list(CULTURES.values())
    orgs = organisations(r, 700, ["university"] * 5 + ["technical", "hospital", "institute", "company", "company"])
    rows, people = [], []
    while len(rows) < count:
        near = people and r.random() < look_alikes
        person = look_alike(r, len(people), r.choice(people), orgs) if near else invent(r, len(people), cultures, orgs, .22)
        people.append(person)
        first = Form(scheme=0 if r.random() < .25 else 1, order="family-first" if person.family_first else "natural")
        first.spelling = {w: r.randrange(len(w)) for w in [person.given] + person.families if len(w) > 1 and not person.culture.script}
        first.org = -1 if r.random() < .12 and not near else 0
        first.middle = "initial" if r.random() < .4 else "full"
        first.country = r.choice(person.culture.countries) if r.random() < .06 else ""
        if first.org >= 0 and r.random() < .2:
            role(r, person, first)
        if r.random() < .03:
            first.handle = "brackets"
        if r.random() < .02:
            first.inside = True
        rows.append(write_row(r, person, first))
        if r.random() < .17:
            for _ in range(r.choices((1, 2, 3), (78, 16, 6))[0]):
                form = copy.deepcopy(first)
                form.country = form.country if r.random() < .5 else ""
                form.inside = r.random() < .02
                if first.handle == "brackets" and r.random() < .4:
                    form.handle = "alone"
                elif first.handle == "brackets":
                    form.handle = r.choice(("brackets", "none"))
                done, wanted, used = 0, r.choices((1, 2, 3), how_many)[0], set()
                while done < wanted:
                    change = r.choices([c for c, _ in changes], [w for _, w in changes])[0]
                    if change not in used and change(r, person, form):
                        done += 1
                    used.add(change)
                    if len(used) == len(changes):
                        break
                rows.append(write_row(r, person, form))
    return rows[:count]


# ---- an open letter

def letter_form(r, person):
    form = Form(scheme=0 if r.random() < .3 else 1, middle=r.choice(("full", "initial", "initial")), families=2 if r.random() < .5 else 1)
    form.order = "family-first" if person.family_first and r.random() < .3 else "natural"
    style = r.random()
    if style < .025:
        form.families = 0
    elif style < .05:
        form.family_initial = True
    elif style < .075:
        form.given = "initial"
    elif style < .1:
        form.damage.append(lambda r, s: s.lower())
    elif style < .11:
        form.damage.append(lambda r, s: s.upper())
    elif style < .13:
        form.handle = "brackets"
    elif style < .145:
        form.handle = "alone"
    elif style < .155 and person.nick():
        form.quoted = f'"{r.choice(person.nick())}"'
    elif style < .2 and person.nick():
        form.given = r.choice(person.nick())
    elif style < .225:
        title(r, person, form)
    elif style < .24:
        spaces(r, person, form)
    kind = r.random()
    form.org = -1
    if kind < .22:
        form.org, form.role = 0, person.job
    elif kind < .3:
        form.org = 0
    elif kind < .36:
        form.role = r.choice((person.job, person.job, "Independent", f"Former {person.job}"))
    form.inside = kind < .02
    return form


def sign_again(r, person, first, orgs):
    """The second signature, and whether it is by somebody who changed jobs."""
    form, way = copy.deepcopy(first), r.random()
    if way < .4:
        pass
    elif way < .53:
        r.choice((capitals, spaces))(r, person, form)
    elif way < .58:
        if not person.middle:
            form.middle, person.middle = "initial", person.culture.given(r, person.woman)
            first.middle = "none"
        else:
            form.middle = "none" if first.middle == "initial" else "initial"
    elif way < .61:
        title(r, person, form)
    elif way < .84:
        if first.org < 0:
            form.org, form.role = 0, r.choice(("", person.job))
        elif r.random() < .5:
            form.org, form.role = -1, ""
        else:
            form.org, form.role = r.randrange(1, 4), r.choice(("", person.job, first.role))
    elif way < .87:
        form.handle = "brackets" if first.handle == "none" else "none"
    elif way < .91:
        slip(r, person, form)
    elif way < .935:
        no_diacritics(r, person, form) or capitals(r, person, form)
    elif way < .95:
        pet_name(r, person, form) or spaces(r, person, form)
    elif way < .96:
        initials(r, person, form) or slip(r, person, form)
    elif way < .985 and first.org >= 0:
        form.other_org, form.role = r.choice([org for org in orgs if org != person.org]), r.choice(JOBS)
    elif not respell(r, person, form):
        comma(r, person, form)
    return form


def letters(r, count):
    cultures = [copy.copy(c) for c in CULTURES.values()]
    for c in cultures:  # who signs on the web
        c.share *= {"english": 4, "indian": 2, "chinese": 1.5, "german": 1.2}.get(c.name, .7)
    orgs = organisations(r, 1500, ["company"] * 6 + ["university"] * 3 + ["institute", "technical"])
    rows, people = [], []
    while len(rows) < count:
        near = people and r.random() < .02
        person = look_alike(r, len(people), r.choice(people), orgs) if near else invent(r, len(people), cultures, orgs, .1, .5)
        people.append(person)
        first = letter_form(r, person)
        again = []
        if r.random() < .034 and first.families:
            again = [sign_again(r, person, first, orgs) for _ in range(r.choices((1, 2), (92, 8))[0])]
        rows += [write_row(r, person, form) for form in [first] + again]
    return rows[:count]


# ---- what nobody could tell

def compatible(a, b):
    """Whether two rows of two people, whose names could be the same, leave it open that they are one."""
    if a.org and b.org and a.org != b.org:
        return False
    middles = [names.fold(row.person.middle[0])[:1] if row.person.middle and row.form.middle != "none" and row.shape == "full" else "" for row in (a, b)]
    if all(middles) and middles[0] != middles[1]:
        return False
    handles = [row.person.handle if row.form.handle != "none" else "" for row in (a, b)]
    return not (all(handles) and handles[0] != handles[1])


def settle(rows):
    """Super-clusters: rows that fit several people leave their cluster, and clusters that can't be told apart are joined."""
    keys = {id(row): row.person.key() for row in rows}
    full, initial, family_initial, given = (defaultdict(list) for _ in range(4))
    for row in rows:
        g, f = keys[id(row)]
        if row.shape == "full":
            full[g, f].append(row)
            initial[g[:1], f].append(row)
            family_initial[g, f[:1]].append(row)
        elif row.shape == "initial":
            initial[g[:1], f].append(row)
        elif row.shape == "family-initial":
            family_initial[g, f[:1]].append(row)
        elif row.shape == "given":
            given[g].append(row)
    mates = defaultdict(list)
    for row in rows:
        mates[row.person.cluster].append(row)
    parent = {}

    def root(x):
        while parent.setdefault(x, x) != x:
            x = parent[x]
        return x

    def rivals(row):
        """Rows of other people that this row could be as well."""
        g, f = keys[id(row)]
        block = {"full": lambda: full[g, f], "initial": lambda: initial[g[:1], f], "family-initial": lambda: family_initial[g, f[:1]], "given": lambda: given[g]}.get(row.shape, lambda: [])()
        return [other for other in block if other.person.cluster != row.person.cluster and compatible(row, other)]

    families = Counter(key[1] for key in keys.values())
    givens = Counter(key[0] for key in keys.values())
    for row in rows:
        others = rivals(row)
        shared = [m for m in mates[row.person.cluster] if m is not row and ((m.org and m.org == row.org) or (row.form.handle != "none" and m.form.handle != "none"))]
        bare = len(mates[row.person.cluster]) > 1 and others and not shared
        moved = row.form.other_org and families[keys[id(row)][1]] > 5 and givens[keys[id(row)][0]] > 5
        if bare or moved:
            row.cluster = ("open", id(row))
            parent[root(row.cluster)] = root(row.person.cluster)
    for row in rows:
        others = rivals(row)
        alone = len({other.person.cluster for other in others}) == 1
        for other in others:
            if other.shape == row.shape or row.shape != "full" and alone:
                parent[root(row.cluster)] = root(other.cluster)
    return root


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("synth", "easy", "letters"):
        sys.exit(__doc__)
    r = random.Random(f"{sys.argv[1]} {sys.argv[2]}")
    make, usual = {"synth": (synth, 5000), "easy": (easy, 5000), "letters": (letters, 8000)}[sys.argv[1]]
    rows = make(r, int(sys.argv[3]) if len(sys.argv) > 3 else usual)
    root = settle(rows)
    r.shuffle(rows)
    number = {}
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow("id cluster_id super_id cluster_all name country acronym affiliation kind".split())
    for i, row in enumerate(rows, 1):
        cluster, super_cluster = (number.setdefault(x, len(number) + 1) for x in (row.cluster, root(row.cluster)))
        out.writerow((f"p{i}", f"c{cluster}", f"c{super_cluster}", "", row.name, row.country, "", row.affiliation, "person"))


if __name__ == "__main__":
    main()
