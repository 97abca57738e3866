"""Names for invented people: reads names.txt, writes words in other scripts, and damages spellings as typing does."""
import pathlib, re, unicodedata

CYRILLIC = {
    "russian": (
        "а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya",
        "а=a б=b в=w г=g д=d е=e ё=jo ж=sch з=s и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=ch ц=z ч=tsch ш=sch щ=schtsch ъ= ы=y ь= э=e ю=ju я=ja",
        "а=a б=b в=v г=g д=d е=e ё=e ж=j з=z и=i й=ï к=k л=l м=m н=n о=o п=p р=r с=s т=t у=ou ф=f х=kh ц=ts ч=tch ш=ch щ=chtch ъ= ы=y ь= э=e ю=iou я=ia",
        "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=c ч=ch ш=sh щ=sch ъ= ы=y ь= э=e ю=iu я=ia",
    ),
    "ukrainian": (
        "а=a б=b в=v г=h ґ=g д=d е=e є=ie ж=zh з=z и=y і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ь= ю=iu я=ia '=",
        "а=a б=b в=w г=h ґ=g д=d е=e є=je ж=sch з=s и=y і=i ї=ji й=j к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=ch ц=z ч=tsch ш=sch щ=schtsch ь= ю=ju я=ja '=",
        "а=a б=b в=v г=g ґ=g д=d е=e є=ye ж=zh з=z и=i і=i ї=yi й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=ts ч=ch ш=sh щ=sch ь= ю=yu я=ya '=",
    ),
    "greek": (
        "ου=ou αυ=av ευ=ev γγ=ng γκ=gk γχ=nch μπ=b ντ=nt α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o",
        "ου=ou αυ=au ευ=eu γγ=ng γκ=g γχ=nch μπ=b ντ=nt αι=ai ει=ei οι=oi α=a β=b γ=g δ=d ε=e ζ=z η=e θ=th ι=i κ=c λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=ph χ=ch ψ=ps ω=o",
        "ου=u αυ=af ευ=ef γγ=ng γκ=g γχ=nh μπ=b ντ=d ει=i οι=i αι=e γι=gi α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=i φ=f χ=h ψ=ps ω=o",
    ),
}
NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wa qse wrd etf ryg tuh yij uok ipl ol qsz awdx sefc drgv fthb gyjn hukm jil kop asx zsdc xdfv cfgb vghn bhjm njk".split()))


def plain(text):
    """Without diacritics; letters that have none to lose (ø, ł, ß …) become their usual stand-ins."""
    text = text.translate(str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "đ": "d", "Đ": "D", "ı": "i", "þ": "th", "Þ": "Th", "ð": "d", "æ": "ae", "Æ": "Ae"}))
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def fold(text):
    return re.sub(r"[\W_]", "", plain(text).lower())


def romanise(word, script):
    """The word in its own script, then as each competing system writes it."""
    spellings = [word]
    base = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if c != "\u0301") if script == "greek" else word.lower()
    for system in CYRILLIC[script]:
        table = dict(pair.split("=") for pair in system.split())
        text = "".join(c for c in base if script != "greek" or not unicodedata.combining(c))
        out, i = "", 0
        while i < len(text):
            step = 2 if text[i:i + 2] in table else 1
            out += table.get(text[i:i + step], text[i:i + step])
            i += step
        if script == "russian":
            out = re.sub("(iy|ii|iï|yy|yi|yï)$", "y" if "tsch" not in system else "i", out)
        spellings.append(re.sub(r"(^|[- ])(.)", lambda m: m[1] + m[2].upper(), out))
    return tuple(spellings)


def feminine(family, culture):
    """The form that a woman of this family bears."""
    rules = {
        "polish": [("ski", "ska"), ("cki", "cka"), ("dzki", "dzka")],
        "czech": [("ký", "ká"), ("ý", "á"), ("ek", "ková"), ("ec", "cová"), ("a", "ová"), ("", "ová")],
        "russian": [("ский", "ская"), ("ов", "ова"), ("ев", "ева"), ("ёв", "ёва"), ("ин", "ина")],
        "ukrainian": [("ський", "ська")],
        "greek": [("όπουλος", "οπούλου"), ("ος", "ου"), ("ης", "η"), ("άς", "ά"), ("ας", "α"), ("ές", "έ"), ("ής", "ή")],
    }.get(culture, [])
    for end, new in rules:
        if family.endswith(end) and not family.endswith(("í", "ů")):
            return family[:len(family) - len(end)] + new
    return family


class Culture:
    def __init__(self, name, fields):
        words = lambda key: [tuple(w.replace("_", " ").split("/")) for w in fields.get(key, "").split()]
        self.name, self.share, self.script = name, float(fields["share"]), fields.get("script", "")
        self.countries = [w[0] for w in words("country")]
        self.men, self.women, self.families, self.particles = words("men"), words("women"), words("family"), [w[0] for w in words("particle")]
        self.two_families, self.double, self.family_first = (float(fields.get(k, 0)) for k in ("two-families", "double", "family-first"))
        self.made = [(r + e,) for r in fields.get("root", "").split() for e in fields.get("end", "").split() if r[-1].lower() != e[0]]
        self.weights = [1 / (rank + 7) for rank in range(len(self.families))]
        self.given_weights = {True: [1 / (rank + 12) for rank in range(len(self.women))], False: [1 / (rank + 12) for rank in range(len(self.men))]}

    def spellings(self, word):
        return romanise(word[0], self.script) if self.script else word

    def given(self, r, woman):
        return self.spellings(r.choices(self.women if woman else self.men, self.given_weights[woman])[0])

    def family(self, r, woman, made=.3):
        """A common family name more often than a rare one; `made` is the share of names made of a root and an end."""
        word = r.choice(self.made) if self.made and r.random() < made else r.choices(self.families, self.weights)[0]
        return self.spellings((feminine(word[0], self.name),) + word[1:] if woman else word)


def read():
    """All cultures by name, and the look-alikes: groups of near given and family names, pet names by given name."""
    sections, section = {}, None
    for line in (pathlib.Path(__file__).parent / "names.txt").read_text(encoding="utf8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), {})
        elif ": " in line and not line.startswith("#"):
            key, value = line.split(": ", 1)
            section[key] = value
    pairs = sections.pop("pairs")
    near = {key: [group.split() for group in pairs[key].split("|")] for key in ("near-given", "near-family")}
    nicks = {name: nick.split(",") for name, nick in (pair.split("=") for pair in pairs["nick"].split())}
    return {name: Culture(name, fields) for name, fields in sections.items()}, near, nicks


def typo(r, text):
    """One slip of the keyboard inside a word of four letters or more; shorter words stay."""
    words = [m for m in re.finditer(r"[^\W\d_]{4,}", text)]
    if not words:
        return text
    word = r.choice(words)
    i = r.randrange(word.start() + (r.random() < .9), word.end())
    slip, c = r.random(), text[i]
    if slip < .3:
        return text[:i] + text[i + 1:]
    if slip < .5 and i + 1 < word.end() and text[i + 1] != c:
        return text[:i] + text[i + 1] + c + text[i + 2:]
    if slip < .75:
        other = r.choice(NEIGHBOURS.get(plain(c).lower(), plain(c).lower()))
        return text[:i] + (other.upper() if c.isupper() else other) + text[i + 1:]
    return text[:i] + c + r.choice([c, r.choice("aeioursntlh")]).lower() + text[i + 1:]
