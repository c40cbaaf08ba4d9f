//! The lists of names and words, read once.

use super::wordlist::{WordMap, WordSet};
use std::sync::LazyLock;

/// All lists; keys in lower case.
pub(super) struct Lists {
    pub given: WordSet,
    pub surnames: WordSet,
    /// Cities, regions and countries.
    pub places: WordSet,
    pub countries: WordSet,
    /// What the people and things of a country are called.
    pub demonyms: WordSet,
    /// Words that mostly stand in lower case.
    pub common: WordSet,
    pub words: WordMap<Sense>,
    /// Words whose point ends no sentence, as they are written.
    pub abbreviations: WordSet,
}

/// What a word says about the name it stands in or beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// Before a person's name, no part of it.
    Title,
    /// The head of an organisation's name.
    OrgHead,
    /// Behind a company's name.
    LegalForm,
    /// Part of a place's name.
    PlaceHead,
    /// A month, a weekday, and the like: no name.
    Calendar,
    /// What people do: say, write, die.
    Speech,
    /// A preposition of place.
    Where,
    /// A word for an organisation, before or behind its name: company, group.
    Group,
    /// A word for a place, before its name: town, province.
    Spot,
}

/// What a family or siblings are called.
pub(super) const FAMILY: [&str; 8] =
    ["brothers", "sisters", "family", "twins", "couple", "siblings", "clan", "dynasty"];

pub(super) static PLACES: &str = include_str!("data/places.txt");
pub(super) static COUNTRIES: &str = include_str!("data/countries.txt");
pub(super) static GIVEN: &str = include_str!("data/given.txt");
pub(super) static SURNAMES: &str = include_str!("data/surnames.txt");
pub(super) static COMMON: &str = include_str!("data/common.txt");

pub(super) static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let lines = |text: &'static str| text.lines().filter(|line| !line.is_empty());
    let mut places: WordSet = lines(PLACES).collect();
    let (mut countries, mut demonyms) = (WordSet::default(), WordSet::default());
    for line in lines(COUNTRIES) {
        let mut names = line.split('|');
        countries.extend(names.next());
        demonyms.extend(names);
    }
    places.extend(&countries);
    demonyms.extend(PEOPLES.split_whitespace());
    let mut words = WordMap::default();
    for (sense, list) in [
        (Sense::Speech, SPEECH),
        (Sense::Where, WHERE),
        (Sense::Group, GROUPS),
        (Sense::Spot, SPOTS),
        (Sense::Title, TITLES),
        (Sense::OrgHead, ORG_HEADS),
        (Sense::LegalForm, LEGAL),
        (Sense::PlaceHead, PLACE_HEADS),
        (Sense::Calendar, CALENDAR),
    ] {
        words.extend(list.split_whitespace().map(|word| (word, sense)));
    }
    Lists {
        // Behind some stands whether men or women are called so.
        given: lines(GIVEN).map(|line| line.split_once(' ').map_or(line, |(name, _)| name)).collect(),
        surnames: lines(SURNAMES).collect(),
        places,
        countries,
        demonyms,
        common: lines(COMMON).collect(),
        words,
        abbreviations: ABBREVIATIONS.split_whitespace().collect(),
    }
});

const ABBREVIATIONS: &str = "Mr Mrs Ms Mx Dr Prof St Ste Sen Rep Gov Gen Col Lt Sgt Cpl Pvt Capt Rev Hon Jr Sr Mt Ft Cmdr \
    Adm Maj Pres Supt Ofc Adv Cllr Insp Det Messrs Mme Mmes Mgr Sens Reps Drs Profs Govs Gens Co Corp Inc Ltd Bros No Nos vs v al approx Jan Feb Mar Apr Jun Jul Aug Sep Sept \
    Oct Nov Dec";

const TITLES: &str = "mr mrs ms miss mx dr prof professor sir dame lord lady madam sen senator rep representative \
    congressman congresswoman gov governor pres president chairman chairwoman minister secretary chancellor \
    premier mayor judge justice magistrate gen general col colonel maj major capt captain lt lieutenant sgt sergeant cpl \
    pvt private adm admiral commander cmdr inspector detective officer constable superintendent sheriff marshal \
    rev reverend father fr sister brother bishop archbishop cardinal pope imam rabbi sheikh ayatollah mullah king queen \
    prince princess duke duchess count countess baron baroness viscount viscountess emperor empress coach manager director editor ambassador \
    major-general lieutenant-general brigadier-general brigadier vice-president secretary-general attorney-general \
    director-general lieutenant-colonel co-founder ceo cfo attorney counsel counsellor councillor councilman councilwoman alderman deputy speaker chief commissioner \
    engineer skipper harbourmaster harbormaster clerk spokesman spokeswoman analyst historian professor-emeritus mp mep mme mlle m herr frau \
    sens reps drs profs govs gens messrs mgr mmes senators representatives justices petitioner respondent coroner ofc adv cllr \
    president-elect señor señora don doña signor hon honourable honorable prime vice former acting first late ex-president co-chair";

const ORG_HEADS: &str = "university college school academy institute institution ministry department agency bureau \
    office authority commission committee council board court tribunal parliament senate congress assembly party union \
    association federation confederation league club society foundation fund trust bank company corporation corp group \
    holdings industries enterprises partners bros brothers airlines airways motors press news newspaper times post \
    journal gazette herald tribune guardian telegraph chronicle courier observer mail magazine radio television network \
    broadcasting agency's museum gallery theatre theater orchestra hospital clinic centre center church mosque cathedral \
    synagogue army navy police guard force forces service services team united fc city's inspectorate registry chamber \
    guild cooperative co-operative consortium alliance movement front brigade militia organisation organization insurance \
    shipping lines line works labs laboratories software systems technologies media entertainment studios records airlines \
    house administration command regiment battalion corps exchange nations reuters dispatch register";

const SPEECH: &str = "said says told tells asked asks added adds wrote writes who whose replied argued claimed recalled \
    explained warned testified admitted denied insisted died resigned married himself herself thinks thought believes \
    walked smiled laughed nodded joined met retired born";

const WHERE: &str = "in at near from to across outside around throughout toward towards into through via above over";

const GROUPS: &str = "group company firm newspaper organisation organization maker giant publisher startup airline carrier \
    retailer charity label band brand";

const SPOTS: &str = "town suburb neighbourhood neighborhood district region capital outskirts hamlet";

const LEGAL: &str =
    "inc ltd llc llp plc gmbh ag sa s.a nv bv co corp corporation limited incorporated kg oy ab as spa srl pty";

const PLACE_HEADS: &str = "river lake mount mountain mountains street road avenue boulevard lane square bay gulf sea ocean \
    island islands isle county province district state republic kingdom city town village port harbour harbor valley creek \
    park hill hills beach coast peninsula desert strait straits bridge airport station canal cape point forest sound quay \
    fort pier dock wharf terminal north south east west northern southern eastern western new san santa saint st los las el upper lower great";

const CALENDAR: &str = "january february march april may june july august september october november december \
    monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed \
    thu fri sat sun christmas easter ramadan am pm gmt utc est edt bst cet";

/// Faiths, languages and peoples without a state: adjectives rather than names of things.
const PEOPLES: &str = "muslim muslims islamic islamist islamists christian christians catholic catholics protestant protestants \
    jewish jew jews hindu hindus buddhist buddhists sikh sikhs sunni sunnis shia shiite shiites orthodox mormon quaker \
    arabic arab arabs hebrew latin roman yiddish romani gypsy slavic nordic celtic anglo persian ottoman byzantine hispanic latino \
    latinos republican republicans democrat democrats democratic communist communists socialist socialists nazi nazis marxist \
    western southern northern eastern african-american native inuit maori aboriginal cantonese mandarin hindi urdu tamil bengali \
    punjabi gujarati swahili flemish walloon breton bavarian prussian sicilian";
