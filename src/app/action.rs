//! Everything that a key or the palette can ask for, named for what the user means.

/// An action of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    // Going about.
    Down,
    Up,
    HalfPageDown,
    HalfPageUp,
    PageDown,
    PageUp,
    ToStart,
    ToEnd,
    ToPercent,
    CentreCursor,
    NextDocument,
    PreviousDocument,
    ReadOn,
    OtherPane,
    Enter,
    Back,
    Forward,
    Leave,
    Quit,
    // Finding.
    Search,
    SearchCorpus,
    Narrow,
    FacetsIn,
    FacetsOut,
    NextAsked,
    PreviousAsked,
    NextHit,
    PreviousHit,
    SortNext,
    SortReverse,
    // Entities.
    PinNext,
    PinPrevious,
    NextMention,
    PreviousMention,
    LabelEntities,
    DocumentsWithPinned,
    EntityPanel,
    EntityCard,
    ToggleEntityMarks,
    NextTogether,
    PreviousTogether,
    AllEntities,
    FindEntity,
    EntityTypes,
    NewEntities,
    // Mending names.
    MergeEntities,
    SeparateForm,
    RenameEntity,
    RetypeEntity,
    HideEntity,
    NoName,
    NoNameInDocument,
    // Versions.
    VersionPanel,
    Compare,
    NextChange,
    PreviousChange,
    NextNumber,
    PreviousNumber,
    NextNameChange,
    PreviousNameChange,
    NextQuotation,
    PreviousQuotation,
    NextVersion,
    PreviousVersion,
    OlderVersion,
    NewerVersion,
    MakeBase,
    CycleDiffView,
    UnfoldSame,
    CycleWhatCounts,
    Apparatus,
    OpenAtSlot,
    KeepOnlyThis,
    JoinVersions,
    NoVersion,
    LeadGroup,
    // What is new, and what stands elsewhere.
    ToggleNew,
    NextNew,
    PreviousNew,
    GoToSource,
    Passages,
    Thread,
    // Paragraphs and view.
    NextParagraph,
    PreviousParagraph,
    ToggleWrap,
    FullScreen,
    Information,
    // Triage.
    Keep,
    Drop,
    Later,
    KeepGroup,
    DropGroup,
    LaterGroup,
    Star,
    ToggleRead,
    Tag,
    TagAgain,
    Untag,
    /// Puts a tag of the configuration on, by its place there, or takes it off.
    TagWith(u8),
    Note,
    NoteGroup,
    NextNote,
    PreviousNote,
    Inbox,
    BatchReport,
    Conflicts,
    Yank,
    Undo,
    Redo,
    Repeat,
    NextUndecided,
    PreviousUndecided,
    Mark,
    MarkRange,
    MarkAll,
    ToggleGroup,
    UnfoldGroups,
    FoldGroups,
    // Panels.
    MarkEntity,
    EntityOrder,
    EntityForms,
    // Places.
    SetPlace,
    GoToPlace,
    // The program.
    Help,
    Palette,
    Suspend,
    Redraw,
    Dismiss,
}

impl Action {
    /// It depends on the text in the reader.
    pub fn reads_the_document(self) -> bool {
        use Action::*;
        self.walks_mentions()
            || matches!(
                self,
                LabelEntities
                    | EntityCard
                    | NextTogether
                    | PreviousTogether
                    | MergeEntities
                    | SeparateForm
                    | RenameEntity
                    | RetypeEntity
                    | HideEntity
                    | NoName
                    | NoNameInDocument
                    | Compare
                    | Apparatus
                    | OpenAtSlot
                    | MakeBase
                    | CycleDiffView
                    | UnfoldSame
                    | CycleWhatCounts
                    | NextChange
                    | PreviousChange
                    | NextNumber
                    | PreviousNumber
                    | NextNameChange
                    | PreviousNameChange
                    | NextQuotation
                    | PreviousQuotation
                    | ToggleNew
                    | NextNew
                    | PreviousNew
                    | GoToSource
                    | Passages
                    | Thread
                    | Back
                    | Forward
                    | NextParagraph
                    | PreviousParagraph
                    | NextVersion
                    | PreviousVersion
                    | OlderVersion
                    | NewerVersion
                    | NextNote
                    | PreviousNote
                    | SetPlace
                    | Yank
                    | Information
            )
    }

    /// To the next or the last hit or mention.
    fn walks_mentions(self) -> bool {
        use Action::*;
        matches!(
            self,
            NextAsked | PreviousAsked | NextHit | PreviousHit | PinNext | PinPrevious | NextMention | PreviousMention
        )
    }

    /// It depends on where the pane that has the keys stands.
    pub fn moves_in_the_pane(self) -> bool {
        use Action::*;
        matches!(
            self,
            Down | Up
                | HalfPageDown
                | HalfPageUp
                | PageDown
                | PageUp
                | ToStart
                | ToEnd
                | ToPercent
                | CentreCursor
                | ReadOn
                | Search
        )
    }

    /// A letter behind it is typed, and is no key.
    pub fn opens_a_line(self) -> bool {
        use Action::*;
        matches!(
            self,
            Search
                | SearchCorpus
                | Narrow
                | FacetsIn
                | FacetsOut
                | Tag
                | Note
                | NoteGroup
                | FindEntity
                | RenameEntity
                | RetypeEntity
                | SetPlace
                | GoToPlace
                | Help
                | Palette
        )
    }

    /// It writes a decision at once.
    pub fn decides(self) -> bool {
        use Action::*;
        matches!(
            self,
            Keep | Drop
                | Later
                | KeepGroup
                | DropGroup
                | LaterGroup
                | KeepOnlyThis
                | JoinVersions
                | NoVersion
                | LeadGroup
                | Star
                | ToggleRead
                | TagAgain
                | Untag
                | TagWith(_)
                | Undo
                | Redo
                | Repeat
                | MergeEntities
                | SeparateForm
                | HideEntity
                | NoName
                | NoNameInDocument
        )
    }

    /// It leads somewhere or shows something; whoever leaves before it is carried out loses nothing.
    pub fn changes_nothing(self) -> bool {
        use Action::*;
        (self.moves_in_the_pane() && !self.opens_a_line())
            || self.walks_mentions()
            || matches!(
                self,
                NextDocument
                    | PreviousDocument
                    | OtherPane
                    | Enter
                    | Back
                    | Forward
                    | Leave
                    | NextChange
                    | PreviousChange
                    | NextNew
                    | PreviousNew
                    | NextUndecided
                    | PreviousUndecided
                    | NextParagraph
                    | PreviousParagraph
                    | EntityPanel
                    | VersionPanel
                    | EntityCard
                    | OpenAtSlot
                    | Compare
                    | SortNext
                    | SortReverse
            )
    }

    /// Its name in a configuration: `next-mention`.
    pub fn name(self) -> String {
        let mut name = String::new();
        for c in format!("{self:?}").chars().take_while(|c| c.is_alphanumeric()) {
            if c.is_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.extend(c.to_lowercase());
        }
        name
    }

    /// One line for help, hints and the palette.
    pub fn describe(self) -> &'static str {
        use Action::*;
        match self {
            Down => "down",
            Up => "up",
            HalfPageDown => "half a page down",
            HalfPageUp => "half a page up",
            PageDown => "a page down",
            PageUp => "a page up",
            ToStart => "to the start, or to the line of a count",
            ToEnd => "to the end, or to the line of a count",
            ToPercent => "to a percentage of the text (50%)",
            CentreCursor => "centre this line on the screen",
            NextDocument => "next document",
            PreviousDocument => "previous document",
            ReadOn => "a page down; at the end, the next undecided document",
            OtherPane => "other pane",
            Enter => "open, or go there",
            Back => "back to where you were before a jump",
            Forward => "forward again to where you went back from",
            Leave => "up: close the panel, leave the reader, leave the program",
            Quit => "leave the program",
            Search => "search; in the reader, find in this document",
            SearchCorpus => "search the corpus",
            Narrow => "narrow (filter) the results with more words",
            FacetsIn => "facets: count the results and narrow them to one kind",
            FacetsOut => "facets: count the results and leave one kind out",
            NextAsked => "next of what was asked for last",
            PreviousAsked => "previous of what was asked for last",
            NextHit => "next hit",
            PreviousHit => "previous hit",
            SortNext => "sort: by relevance, date, title, added, share of new words in turn",
            SortReverse => "sort the other way round",
            PinNext => "follow the entity here, and on to its next mention",
            PinPrevious => "follow the entity here, and back to its previous mention",
            NextMention => "next mention of any entity, or of the one followed",
            PreviousMention => "previous mention",
            LabelEntities => "label the entities on screen; typing a label follows one",
            DocumentsWithPinned => "every document with the entity followed, or the marked ones",
            EntityPanel => "entity panel of this document",
            EntityCard => "what is known of the entity here",
            ToggleEntityMarks => "entity marks on or off",
            NextTogether => "next passage where two marked entities stand together",
            PreviousTogether => "previous passage where two marked entities stand together",
            AllEntities => "browser of all entities of the library",
            FindEntity => "find an entity by part of its name",
            EntityTypes => "list every type, or one type after the other",
            NewEntities => "only entities that the newest batch is the first to name, or all",
            MergeEntities => "these entities are one (merge): the marked ones, or the one followed and this",
            SeparateForm => "this form means another entity (split it off)",
            RenameEntity => "give the entity another name",
            RetypeEntity => "give the entity another type",
            HideEntity => "hide the entity: it is nothing worth listing",
            NoName => "this is no name here",
            NoNameInDocument => "this form is no name in this document",
            VersionPanel => "versions panel",
            Compare => "compare (diff) with the leader or the chosen base, or stop",
            NextChange => "next change, or slot of the apparatus",
            PreviousChange => "previous change, or slot",
            NextNumber => "next changed number or date",
            PreviousNumber => "previous changed number or date",
            NextNameChange => "next changed name",
            PreviousNameChange => "previous changed name",
            NextQuotation => "next changed quotation",
            PreviousQuotation => "previous changed quotation",
            NextVersion => "next version in the group",
            PreviousVersion => "previous version in the group",
            OlderVersion => "older version",
            NewerVersion => "newer version",
            MakeBase => "make this version the base of comparisons, or no longer",
            CycleDiffView => "view of the diff: unified, side by side, changes only",
            UnfoldSame => "unfold what is the same, or fold it",
            CycleWhatCounts => "what counts as a change: words, typography too, no punctuation, facts only",
            Apparatus => "apparatus: all versions as one text with numbered slots, or stop",
            OpenAtSlot => "open a version at this slot",
            KeepOnlyThis => "keep this version and drop the others",
            JoinVersions => "these are versions (join): the marked documents, or this one and the base",
            NoVersion => "this is no version of the others (split it off)",
            LeadGroup => "this version leads its group",
            ToggleNew => "show what is new to you: what you read, or earlier batches held, is dimmed",
            NextNew => "next part that is new to you",
            PreviousNew => "previous part that is new to you",
            GoToSource => "go to where the passage here stood first",
            Thread => "every mail of the thread that this one is of, the oldest first",
            Passages => "list the other documents that hold the paragraph here (3gp: the third on the screen)",
            NextParagraph => "next paragraph",
            PreviousParagraph => "previous paragraph",
            ToggleWrap => "wrap at the whole width, or at 90 columns",
            FullScreen => "full screen for the reader, or not",
            Information => "information on this document, and why it is grouped",
            Keep => "keep, and on to the next undecided",
            Drop => "drop, and on to the next undecided",
            Later => "later, and on to the next undecided",
            KeepGroup => "keep every version",
            DropGroup => "drop every version",
            LaterGroup => "leave every version for later",
            Star => "star, or no longer",
            ToggleRead => "mark read or unread",
            Tag => "tag with a word (-word takes it off)",
            TagAgain => "put the last tag on",
            Untag => "take the last tag off",
            TagWith(_) => "put this tag on, or take it off",
            Note => "note on the passage here, or in the list on the document (3w: the third paragraph on the screen)",
            NoteGroup => "note on the document and every version",
            NextNote => "next note",
            PreviousNote => "previous note",
            Inbox => "inbox: decide about what the newest batch brought",
            BatchReport => "report on the batch: what it brought and what became of it",
            Conflicts => "conflicts: version groups with different verdicts",
            Yank => "yank: copy the passage with title and key to the clipboard",
            Undo => "undo the last decision",
            Redo => "redo",
            Repeat => "repeat the last decision here",
            NextUndecided => "next undecided",
            PreviousUndecided => "previous undecided",
            Mark => "mark and down",
            MarkRange => "a range: from the last mark, or begun here; pressed again it is marked, a verb acts on it",
            MarkAll => "mark all shown, or none",
            ToggleGroup => "fold or unfold this version group",
            UnfoldGroups => "every document a line",
            FoldGroups => "every version group a line",
            MarkEntity => "mark the entity; E then finds documents with all marked ones",
            EntityOrder => "order: as they come, by mentions, by name; of all, by documents and newest too",
            EntityForms => "show the forms",
            SetPlace => "remember this place under a letter",
            GoToPlace => "go to a remembered place",
            Help => "help: every key",
            Palette => "every action by name",
            Suspend => "suspend",
            Redraw => "redraw the screen",
            Dismiss => "the innermost thing off",
        }
    }
}
