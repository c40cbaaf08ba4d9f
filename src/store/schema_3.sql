-- Documents of one title may be versions of one text.
CREATE INDEX document_title ON document (title);
