//! What a model promises, on tiny ones that are made here.

mod reference;
#[path = "../../../../tests/cli/tiny.rs"]
mod tiny;

use super::*;
use crate::entity::EntityType::{self, Misc, Org, Person, Place};
use proptest::prelude::*;
use std::sync::LazyLock;
use tiny::{Measures, TINY};

static GO: AtomicBool = AtomicBool::new(false);

fn model(measures: Measures) -> Neural {
    let folder = tempfile::tempdir().unwrap();
    tiny::write(folder.path(), measures);
    Neural::open(folder.path()).unwrap()
}

static MODEL: LazyLock<Neural> = LazyLock::new(|| model(TINY));

fn found(model: &Neural, text: &str) -> Vec<(String, EntityType)> {
    let mentions = model.recognise(text, &GO).unwrap();
    mentions.iter().map(|name| (text[name.start as usize..name.end as usize].to_owned(), name.kind)).collect()
}

fn names(text: &str) -> Vec<(String, EntityType)> {
    found(&MODEL, text)
}

fn named(expected: &[(&str, EntityType)]) -> Vec<(String, EntityType)> {
    expected.iter().map(|&(name, kind)| (name.to_owned(), kind)).collect()
}

#[test]
fn the_model_says_what_is_a_name() {
    let text = "Captain Brelk Vaan sailed for Dorsum, Upper Fells in the Codex Novum. Anna Kern denied everything.";
    let expected = [("Brelk Vaan", Person), ("Dorsum", Place), ("Upper Fells", Place), ("Codex Novum", Misc)];
    assert_eq!(names(text), named(&expected), "a title is no part of a name, and what the model does not name is none");
    for family in ["bert", "distilbert"] {
        assert_eq!(found(&model(Measures { family, ..TINY }), text), named(&expected), "{family}");
    }
}

#[test]
fn names_are_whole_words_with_the_label_of_the_first_piece() {
    for (text, expected) in [
        ("Brelk's Codex", vec![("Brelk", Person), ("Codex", Misc)]),
        ("O'Harn met Marn-Pike.", vec![("O'Harn", Person), ("Marn-Pike", Org)]),
        ("The Ostrel & Pike Company", vec![("Ostrel & Pike Company", Org)]),
        ("Dorsumly met Tolme, Vaan.", vec![("Dorsumly", Place), ("Tolme", Person), ("Vaan", Person)]),
        ("Tolme\n\nVaan", vec![("Tolme", Person), ("Vaan", Person)]),
        ("met Brelk Tolme", vec![("Brelk", Person), ("Tolme", Person)]),
        ("Vaan Company", vec![("Vaan", Person), ("Company", Org)]),
        ("Anna met \u{1f600} Kern [SEP] Tolme", vec![("Tolme", Person)]),
        ("", vec![]),
        ("…, —", vec![]),
    ] {
        assert_eq!(names(text), named(&expected), "{text}");
    }
}

#[test]
fn a_name_has_one_type_in_its_document() {
    // By the label of its piece Tolme is a person; Fells alone is a place where Upper Fells is one.
    assert_eq!(names("Tolme met Upper Fells. Fells denied everything.").last(), named(&[("Fells", Place)]).last());
}

#[test]
fn a_long_text_has_the_names_of_its_sentences() {
    let sentences = [
        "Brelk Vaan sailed for Upper Fells, and the Ostrel Company denied everything.",
        "In the Codex Novum of Dorsum Tolme met O'Harn for the Marn Pike Company",
        "everything everything everything everything everything everything everything everything everything",
    ];
    let mut text = String::new();
    let mut expected = Vec::new();
    for at in 0..300 {
        let sentence = sentences[at % sentences.len()];
        expected.extend(names(sentence));
        text.push_str(sentence);
        text.push_str(["\n\n", " ", ", "][at % 3]);
    }
    assert!(expected.len() > 700);
    for positions in [12, 17, 32, 63, 512] {
        let model = model(Measures { positions, ..TINY });
        let found = found(&model, &text);
        assert_eq!(found, expected, "{positions} positions");
    }
}

#[test]
fn it_stops_between_two_windows() {
    let text = "Tolme met Brelk Vaan. ".repeat(100);
    assert_eq!(MODEL.recognise(&text, &AtomicBool::new(true)), Err(Unread::Stopped));
}

#[test]
fn the_number_is_that_of_everything_that_was_read() {
    let other = model(Measures { positions: 33, ..TINY });
    assert!(MODEL.number().starts_with("model-1-") && MODEL.number().len() == 24, "{}", MODEL.number());
    assert_eq!(MODEL.number(), model(TINY).number());
    assert_ne!(MODEL.number(), other.number());
    assert!(crate::entity::is_model(MODEL.number()) && !crate::entity::is_outdated(MODEL.number()));
    assert!(crate::entity::is_outdated("1-00000000") && crate::entity::is_outdated(""));
}

#[test]
fn labels_of_many_kinds_are_read() {
    for (label, expected) in [
        ("O", Tag::Outside),
        ("B-PER", Tag::First(Person)),
        ("I-gpe", Tag::Inside(Place)),
        ("E-ORG", Tag::Last(Org)),
        ("U-NORP", Tag::Only(Misc)),
        ("S_PERSON", Tag::Only(Person)),
        ("LOC", Tag::Inside(Place)),
        ("WORK_OF_ART", Tag::Inside(Misc)),
        ("B-WORK_OF_ART", Tag::First(Misc)),
        ("B-DATE", Tag::Outside),
        ("LABEL_0", Tag::Outside),
    ] {
        assert_eq!(Tag::of(label), expected, "{label}");
    }
}

#[test]
fn a_vocabulary_says_how_it_spells() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    tiny::write(folder.path(), TINY);
    let small = |&(word, _): &(&str, &str)| match word {
        // Twice the same would be one word less.
        "The" => "the2\n".to_owned(),
        word if word.starts_with('[') => format!("{word}\n"),
        word => word.to_lowercase() + "\n",
    };
    let small: String = tiny::WORDS.iter().map(small).collect();
    let text = "TOLME met brelk vaan and Bré";
    write("vocab.txt", &small);
    let open = || Neural::open(folder.path()).unwrap();
    assert_eq!(found(&open(), text), named(&[("TOLME", Person), ("brelk vaan", Person), ("Bré", Person)]));
    write("tokenizer_config.json", r#"{"do_lower_case": false}"#);
    assert_eq!(found(&open(), text), named(&[("brelk vaan", Person)]));
    // A tokenizer.json holds before both.
    let words: serde_json::Map<String, serde_json::Value> =
        small.lines().enumerate().map(|(id, word)| (word.to_owned(), id.into())).collect();
    let tokenizer = serde_json::json!({
        "version": "1.0", "truncation": {"max_length": 2, "strategy": "LongestFirst", "stride": 0, "direction": "Right"},
        "padding": null, "added_tokens": [], "post_processor": null, "decoder": null,
        "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
            "strip_accents": null, "lowercase": true},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": words},
    });
    write("tokenizer.json", &tokenizer.to_string());
    assert_eq!(found(&open(), text), named(&[("TOLME", Person), ("brelk vaan", Person), ("Bré", Person)]));
}

#[test]
fn folders_of_no_use_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let told = || match Neural::open(path) {
        Ok(_) => panic!("it was opened"),
        Err(error) => error.to_string().replace(&format!("{}/", path.display()), ""),
    };
    let write = |name: &str, text: &str| std::fs::write(path.join(name), text).unwrap();
    let edit = |key: &str, value: serde_json::Value| {
        tiny::write(path, TINY);
        let mut config = TINY.config();
        config[key] = value;
        write("config.json", &config.to_string());
        told()
    };
    assert!(told().starts_with("config.json cannot be read"), "{}", told());
    for (key, value, expected) in [
        ("model_type", "gpt2".into(), "config.json: its model_type is \"gpt2\", and only bert and distilbert"),
        ("hidden_act", "swish".into(), "config.json: its activation is \"swish\""),
        ("num_attention_heads", 3.into(), "config.json: 3 heads do not share 16 dimensions"),
        ("num_attention_heads", 0.into(), "config.json: 0 heads do not share 16 dimensions"),
        ("max_position_embeddings", 2.into(), "config.json: it has fewer than 8 positions"),
        ("position_embedding_type", "relative_key".into(), "config.json: its positions are \"relative_key\""),
        ("vocab_size", 7.into(), "vocab.txt: it has 38 words, and the model knows 7"),
        ("vocab_size", "many".into(), "config.json: invalid type: string \"many\""),
        ("intermediate_size", 13.into(), "model.safetensors: shape mismatch for bert.encoder.layer.0.intermediate"),
        ("num_hidden_layers", 3.into(), "model.safetensors: tensor `bert.encoder.layer.2."),
        ("id2label", serde_json::json!({}), "config.json: it has no id2label"),
        ("id2label", serde_json::json!({"0": "O", "2": "B-PER"}), "config.json: the numbers of its id2label"),
        (
            "id2label",
            serde_json::json!({"0": "LABEL_0", "1": "B-DATE"}),
            "config.json: none of its labels stands for a type of name (LABEL_0, B-DATE)",
        ),
        ("id2label", serde_json::json!({"0": "O", "1": "PER"}), "model.safetensors: shape mismatch for classifier"),
    ] {
        let told = edit(key, value);
        assert!(told.starts_with(expected) && told.contains(';') && !told.contains('\n'), "{key}: {told}");
    }
    tiny::write(path, TINY);
    for (name, text, expected) in [
        ("config.json", "{", "config.json: EOF while parsing"),
        ("vocab.txt", "one\ntwo\n", "vocab.txt: "),
        ("vocab.txt", "[CLS]\n[UNK]\n", "vocab.txt: [SEP] is not in it"),
        ("tokenizer.json", "{}", "tokenizer.json: "),
        ("tokenizer_config.json", "3", "tokenizer_config.json: invalid type"),
        ("model.safetensors", "no tensors", "model.safetensors: "),
        ("model.safetensors", "", "model.safetensors: "),
    ] {
        let before = std::fs::read(path.join(name)).ok();
        write(name, text);
        let said = told();
        assert!(said.starts_with(expected) && said.contains(';') && !said.contains('\n'), "{name}: {said}");
        match before {
            Some(before) => std::fs::write(path.join(name), before).unwrap(),
            None => std::fs::remove_file(path.join(name)).unwrap(),
        }
    }
    for name in ["vocab.txt", "model.safetensors", "config.json"] {
        tiny::write(path, TINY);
        std::fs::remove_file(path.join(name)).unwrap();
        assert!(told().starts_with(&format!("{name} cannot be read: No such file")), "{}", told());
    }
    let missing = Neural::open(&path.join("gone")).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(missing.contains("gone is no folder; name the one"), "{missing}");
}

fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => proptest::sample::select(tiny::WORDS.map(|word| word.0.to_owned()).to_vec()),
        1 => "\\PC{0,12}",
        1 => proptest::sample::select(vec!["e\u{301}tienne".to_owned(), "Tolme\u{ad}s".into(), "名前".into(), "-----".repeat(40)]),
    ];
    let gap = proptest::sample::select(vec![" ", "", "\n", "\n\n", ", ", ". ", "'s ", "-", " & ", "(", "\u{a0}"]);
    proptest::collection::vec((word, gap), 0..60)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, gap)| [word, gap.to_owned()]).collect())
}

proptest! {
    #![proptest_config(crate::properties::cases(200))]
    #[test]
    fn names_slice_the_text_in_order(text in text()) {
        let mentions = MODEL.recognise(&text, &GO).unwrap();
        let page = Page::of(&text, &[]);
        let mut before = 0;
        for name in &mentions {
            let (start, end) = (name.start as usize, name.end as usize);
            prop_assert!(start >= before && start < end);
            prop_assert!(text.get(start..end).is_some_and(|name| !name.trim().is_empty()));
            prop_assert!(page.tokens.iter().any(|token| token.start(page.text) == start), "{}", &text[start..end]);
            prop_assert!(page.tokens.iter().any(|token| (end - 1..=end).contains(&token.end(page.text))));
            before = end;
        }
        prop_assert_eq!(MODEL.recognise(&text, &GO).unwrap(), mentions);
    }

    #[test]
    fn windows_keep_every_word_once(text in text(), room in 4usize..80) {
        let page = Page::of(&text, &[]);
        let cut = Pieces { room, ..pieces() }.cut(&page, &|| Ok(())).unwrap();
        let lengths = cut.lengths();
        let windows = windows::windows(&page, &lengths, room);
        let mut kept = 0;
        for window in &windows {
            prop_assert_eq!(window.kept.start, kept);
            prop_assert!(window.kept.end > kept && window.words.start <= kept && window.kept.end <= window.words.end);
            prop_assert!(lengths[window.words.clone()].iter().sum::<usize>() <= room);
            let (ids, places) = cut.window(&MODEL.pieces, window);
            prop_assert_eq!(places.len(), window.kept.len());
            prop_assert!(ids.len() <= room + 2);
            let inside = |place: Option<usize>| place.is_none_or(|place| place > 0 && place + 1 < ids.len());
            prop_assert!(places.iter().all(|place| inside(place.word) && inside(place.behind)));
            kept = window.kept.end;
        }
        prop_assert_eq!(kept, page.tokens.len());
    }
}

fn pieces() -> Pieces {
    Pieces { tokenizer: MODEL.pieces.tokenizer.clone(), ..MODEL.pieces }
}
