//! What recognition and resolution promise, on texts made for the purpose.

mod limits;
mod recognition;
mod resolution;
mod titled;

use super::*;

fn found(text: &str) -> Vec<(String, EntityType)> {
    recognise(text)
        .into_iter()
        .map(|mention| (text[mention.start as usize..mention.end as usize].to_owned(), mention.kind))
        .collect()
}

fn names(text: &str) -> Vec<String> {
    found(text).into_iter().map(|name| name.0).collect()
}

fn kind(text: &str, name: &str) -> Option<EntityType> {
    found(text).into_iter().find(|found| found.0 == name).map(|found| found.1)
}

fn entities(text: &str) -> Vec<(String, usize)> {
    let mentions = recognise(text);
    resolve(text, &mentions).entities.into_iter().map(|entity| (entity.name, entity.mentions.len())).collect()
}
