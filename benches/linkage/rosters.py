#!/usr/bin/env python3
"""Labelled rosters of invented organisations and people, of any size.

    benches/linkage/rosters.py ROWS [SEED] [--hard] > roster.csv

Three in five are organisations (companies, universities, churches, day-care centres, unions, sports clubs,
political groups); a tenth of the rows sign again under a changed name. The vocabulary grows with the root of
ROWS, as in real rosters. People of one name with another affiliation and country are two. `--hard` adds
look-alikes: the same words with another place, country or number, a youth wing, a middle initial.
"""
import csv, random, string, sys

sys.dont_write_bytecode = True  # no __pycache__ in the tree
import names

# Ways to write one name; an entry is made with any of them, and word order changes from one to another.
PATTERNS = [
    # companies
    ["{f} & {f2} {form}", "{f2} & {f} {form}"], ["{b} {sector} {form}"], ["{b} {sector} of {p} {form}", "{b} {sector} {form}, {p}"], ["{p} {sector} Company", "Company for {sector} {p}"], ["{f} Brothers {sector}", "{sector} {f} Brothers"],
    # universities and schools
    ["University of {p}", "{p} University"], ["{p} University of {science}", "University of {science} at {p}", "University of {science}, {p}"], ["{saint} College, {p}", "{p} {saint} College"], ["{p} Polytechnic", "Polytechnic of {p}"], ["{f} School of {science}, {p}", "{p} {f} School of {science}"],
    # churches
    ["St {saint}'s Church, {p}", "Church of St {saint}, {p}", "{p} St {saint}'s Church"], ["{nth} {faith} Church of {p}", "{nth} {faith} Church, {p}", "{p} {nth} {faith} Church"], ["Parish of Saint {saint} in {p}", "{p} Parish of Saint {saint}"], ["{faith} Congregation {p} {side}", "{side} {p} {faith} Congregation"],
    # day care
    ["Little {animal}s Day Care Center of {p}", "Little {animal}s Day Care Center, {p}", "{p} Little {animal}s Day Care Center"], ["{p} Kindergarten No. {n}", "Kindergarten No. {n} {p}"], ["{colour} {animal} Nursery, {p}", "{p} {colour} {animal} Nursery"], ["{f} Family Child Care {n}"],
    # unions
    ["{trade} Workers' Union of {p}", "Union of {trade} Workers of {p}", "{p} {trade} Workers' Union"], ["United {trade} Employees, Branch {n}", "Branch {n} of the United {trade} Employees"], ["{trade} Staff Union – {p} branch", "{p} branch of the {trade} Staff Union"], ["{p} {trade} Labour Federation", "Labour Federation of {trade}, {p}"],
    # sports
    ["FC {p} {year}", "{p} FC {year}"], ["{p} {sport} Club", "{sport} Club {p}"], ["SV {b} {p}", "{p} SV {b}"], ["{p} {animal}s {sport}", "{sport} {animal}s {p}"], ["{side} {p} {sport} Team {n}"],
    # politics
    ["{idea} Party of {p}", "{p} {idea} Party"], ["{adj} {idea} Front {p}", "{p} {adj} {idea} Front"], ["{adj} Movement for {aim} in {p}", "{p} {adj} Movement for {aim}"], ["{p} {idea} Alliance for {aim}", "{idea} Alliance for {aim}, {p}"], ["{adj} {idea} Forum – {p} chapter", "{p} chapter of the {adj} {idea} Forum"],
]
WORDS = {
    "form": "Ltd|Inc.|GmbH|S.A.|LLC|AG|B.V.|plc|Oy|AB".split("|"),
    "sector": "Shipping|Logistics|Textiles|Foods|Insurance|Steel|Pharma|Software|Timber|Energy|Cement|Robotics|Fisheries|Catering|Optics|Ceramics|Publishing|Banking|Seeds|Electronics".split("|"),
    "science": "Agriculture|Medicine|Economics|Applied Sciences|Law|Technology|Fine Arts|Education|Architecture|Veterinary Science|Social Work|Mining|Forestry|Journalism|Public Health".split("|"),
    "faith": "Baptist|Lutheran|Methodist|Presbyterian|Pentecostal|Reformed|Orthodox|Evangelical|Adventist|Moravian".split("|"),
    "saint": "Agnes|Alban|Barbara|Bartholomew|Boniface|Brigid|Cecilia|Clement|Columba|Cuthbert|Dominic|Florian|Gertrude|Hedwig|Ignatius|Jerome|Jude|Kilian|Lucy|Magnus|Matthias|Monica|Nicholas|Olaf|Pancras|Quentin|Roch|Swithun|Teresa|Ursula|Valentine|Walburga".split("|"),
    "nth": "First|Second|Third|Fourth|Fifth".split("|"),
    "side": "North|South|East|West|Central|Inner|Greater".split("|"),
    "animal": "Hedgehog|Dolphin|Sparrow|Beaver|Panda|Squirrel|Falcon|Tiger|Otter|Rabbit|Badger|Penguin|Lion|Bear|Fox|Wolf|Eagle|Turtle|Ladybird|Duckling".split("|"),
    "colour": "Golden|Blue|Scarlet|Violet|Silver|Amber|Emerald|Rainbow|Happy|Merry|Sunny|Clever".split("|"),
    "trade": "Railway|Postal|Dock|Hospital|Hotel|Airport|Tram|Garment|Cleaning|Theatre|Bank|Library|Brewery|Police|Municipal|Oil|Construction|Warehouse|Telephone|Farm".split("|"),
    "sport": "Handball|Volleyball|Judo|Swimming|Hockey|Rugby|Tennis|Cycling|Curling|Badminton|Wrestling|Fencing|Sailing|Archery|Basketball|Water Polo|Climbing|Cricket".split("|"),
    "idea": "Socialist|Liberal|Green|Conservative|Communist|Christian Democratic|Social Democratic|Republican|Agrarian|Labour|Pirate|Humanist|Monarchist|Ecologist|Centrist|Workers'".split("|"),
    "adj": "Popular|Democratic|Independent|Progressive|Radical|Patriotic|Peaceful|Free|Unified|Revolutionary|Feminist|Regional|Islamic|Secular".split("|"),
    "aim": "Peace|Justice|Reform|Unity|Autonomy|Change|Solidarity|Disarmament|Transparency|Housing|Dignity|Equality".split("|"),
}
WINGS = ["Youth of the {}", "{} Youth", "Young {}", "{} – Women's Section", "{} (Students)", "{} (Provisional)", "New {}", "Friends of {}"]
TITLES = ["Prof. ", "Dr ", "Mr ", "Ms ", "Rev. ", "Prof. Dr. ", "Sir ", "Dr. "]
ONSET = "b br c ch cl d dr f fl g gr h j k kl kr l m n p pl pr qu r s sch sk sl st t tr v vl w z zh".split()
CORE = "a a a e e e i i i o o o u u ai au ea ei ia ie oa oo ou y".split()
CODA = "|b|ck|d|ft|g|l|ld|lm|m|mp|n|ng|nk|p|r|rd|rk|rs|rt|s|sh|ss|st|t|th|x|z".split("|")
PLACE_END = "ham by ville stad grad ovo ice itz ac port mouth field haven burn ton holm vik pur abad nagar ching yama puri ana eira osa".split()


def vocabulary(r, count, ends=("",)):
    made = set()
    while len(made) < count:
        made.add((r.choice(ONSET) + r.choice(CORE) + r.choice(CODA) + (r.choice(ONSET) + r.choice(CORE) if r.random() < .35 else "") + r.choice(ends)).capitalize())
    return sorted(made)


class World:
    """The words of one roster; low indexes are used more often."""

    def __init__(self, r, rows):
        self.r, root = r, rows ** .5
        cultures = list(names.read()[0].values())
        latin = lambda culture, word: culture.spellings(word)[min(1, len(culture.spellings(word)) - 1)]
        self.given = sorted({latin(c, w) for c in cultures for w in c.men + c.women})
        known = sorted({latin(c, w) for c in cultures for w in c.families + c.made})
        r.shuffle(self.given), r.shuffle(known)
        self.families = known[:max(600, int(15 * root))]
        self.families += vocabulary(r, max(0, int(15 * root) - len(known)), ("", "son", "ez", "ini", "ski", "mann", "oglu", "escu"))
        self.places = vocabulary(r, max(150, int(9 * root)), PLACE_END)
        self.brands = vocabulary(r, max(200, int(9 * root)), ("a", "ex", "on", "us", "ia", "o"))
        r.shuffle(self.places), r.shuffle(self.brands)
        self.countries = sorted({country for c in cultures for country in c.countries})

    def often(self, words, bias=1.6):
        return words[int(len(words) * self.r.random() ** bias)]

    def organisation(self):
        r = self.r
        ways = r.choice(PATTERNS)
        fields = {"p": self.often(self.places), "f": self.often(self.families), "f2": self.often(self.families), "b": self.often(self.brands), "n": r.randrange(1, 400), "year": r.randrange(1890, 2010)}
        fields.update((key, r.choice(words)) for key, words in WORDS.items() if any("{" + key + "}" in way for way in ways))
        return ways, fields, r.choice(self.countries)

    def person(self):
        r = self.r
        given, family = self.often(self.given, 1.3), self.often(self.families)
        if r.random() < .25:
            given += f" {r.choice('ABCDEFGHIJKLMNOPRSTVW')}."
        where = self.often(self.places)
        affiliation = r.choice(("University of {}", "{} Polytechnic", "{} Medical Centre", "City of {}", "{} Observatory", "{} Daily News")).format(where)
        return given, family, r.choice(self.countries), affiliation


def acronym(name):
    return "".join(w[0] for w in name.replace("–", "").replace("&", "").split() if w[0].isupper())


def organisation_again(r, name, ways, fields, country):
    way = r.random()
    if way < .32:
        return names.typo(r, name)
    if way < .46:
        return f"{name} ({acronym(name)})"
    if way < .58:
        return r.choice((name.upper(), name.lower(), string.capwords(name)))
    if way < .68:
        return f"The {name}"
    if way < .8 and country:
        return r.choice((f"{name} ({country})", f"{name}, {country}", f"{name} - {country}"))
    others = [text for text in (w.format_map(fields) for w in ways) if text != name]
    if way < .92 and others:
        return r.choice(others)
    for long, short in (("University", "Univ."), (" and ", " & "), (" & ", " and "), ("Company", "Co."), ("Saint ", "St. "), ("Center", "Centre"), ("Federation", "Fed."), ("No. ", "#"), ("Workers' ", "Workers "), ("Party", "Pty"), ("First ", "1st "), ("Second ", "2nd "), ("Third ", "3rd ")):
        if long in name:
            return name.replace(long, short)
    return names.typo(r, name)


def person_again(r, given, family):
    way = r.random()
    name = f"{given} {family}"
    return names.typo(r, name) if way < .4 else f"{family}, {given}" if way < .6 else r.choice(TITLES) + name if way < .8 else name.upper()


def look_alike_organisation(world, ways, fields, country):
    """The same words, but another organisation: (ways, fields, country)."""
    r, fields = world.r, dict(fields)
    text = "".join(ways)
    kinds = [kind for kind, key in (("place", "{p}"), ("number", "{n}"), ("number", "{year}"), ("number", "{nth}")) if key in text]
    kind = r.choice(kinds + ["country", "wing"])
    if kind == "place":
        fields["p"] = r.choice(world.places)
    elif kind == "number":
        fields.update(n=r.randrange(1, 400), year=r.randrange(1890, 2010), nth=r.choice(WORDS["nth"]))
    elif kind == "country":
        country = r.choice([c for c in world.countries if c != country])
    else:
        wing = r.choice(WINGS)
        ways = [wing.format(way) for way in ways]
    return ways, fields, country


def main():
    arguments = [a for a in sys.argv[1:] if a != "--hard"]
    if not 1 <= len(arguments) <= 2 or not all(a.isdigit() for a in arguments):
        sys.exit(__doc__)
    rows, hard = int(arguments[0]), "--hard" in sys.argv
    r = random.Random(int(arguments[1]) if len(arguments) > 1 else 1)
    world, out, seen, cluster = World(r, rows), [], set(), 0

    def add_organisation(ways, fields, country, shown):
        nonlocal cluster
        key = (ways[0].format_map(fields).lower(), shown and country)
        if key in seen or (key[0], "") in seen or not shown and (key[0], "any") in seen:
            return False
        seen.update((key, (key[0], "any")))
        name, shorthand = r.choice(ways).format_map(fields), ""
        if r.random() < .06:
            shorthand = acronym(name)
        cluster += 1
        out.append((cluster, name, country if shown else "", shorthand, "", "org"))
        if r.random() < .111:
            out.append((cluster, organisation_again(r, name, ways, fields, country if shown else ""), country if shown else "", r.choice(("", shorthand)), "", "org"))
        return True

    def add_person(given, family, country, affiliation):
        nonlocal cluster
        if any(key in seen for key in ((given, family, country), (given, family, affiliation))):
            return False
        seen.update(((given, family, country), (given, family, affiliation)))
        cluster += 1
        out.append((cluster, f"{given} {family}", country, "", affiliation, "person"))
        if r.random() < .111:
            out.append((cluster, person_again(r, given, family), country, "", affiliation, "person"))
        return True

    while len(out) < rows:
        if r.random() < .6:
            ways, fields, country = world.organisation()
            shown = r.random() < .65
            if add_organisation(ways, fields, country, shown) and hard and r.random() < .2:
                add_organisation(*look_alike_organisation(world, ways, fields, country), True)
        else:
            given, family, country, affiliation = world.person()
            if add_person(given, family, country, affiliation) and hard and r.random() < .2:
                _, other_family, other_country, other_affiliation = world.person()
                first = given.split()[0]
                near = r.choice((given, given, f"{first} {r.choice('ABCDEFGHIJKL')}.", r.choice([g for g in r.choices(world.given, k=60) if g[0] == first[0]] or [given])))
                add_person(near, family, other_country, other_affiliation)
    del out[rows:]
    r.shuffle(out)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow("id cluster_id super_id cluster_all name country acronym affiliation kind".split())
    writer.writerows((i, c, c, "", name, country, shorthand, affiliation, kind) for i, (c, name, country, shorthand, affiliation, kind) in enumerate(out, 1))


if __name__ == "__main__":
    main()
