//! Whose manner of marking names the model follows: the sets of the training differ in what they call a
//! name, and each is learnt as a manner of its own.

/// A set of the training, or some that mark names alike. The numbers stand in the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum School {
    Universal = 0,
    Gum = 1,
    /// Wikipedia and news: countries are places whatever they do, teams are organisations.
    CrossNer = 2,
    Wnut = 3,
    Twitter = 4,
    Re3d = 5,
    GermEval = 6,
    Europeana = 7,
    Filings = 8,
}
