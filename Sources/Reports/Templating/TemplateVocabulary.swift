/// Every key that a template may use; `templates/README.md` shows the same list.
package enum TemplateVocabulary {
  /// One key with its meaning.
  package struct Key: Hashable, Sendable {
    package let name: String
    package let meaning: String

    init(_ name: String, _ meaning: String) {
      self.name = name
      self.meaning = meaning
    }
  }

  /// In ascending order.
  package static let keys: [Key] = [
    Key("all", "in `trials`: the table of every trial (list of at most one table)"),
    Key("alt", "figure, picture: the text for people who do not see it"),
    Key("anchor", "figure, section, catalogue kind and entry: the name a link within the page leads to"),
    Key("answer", "experiment, index entry: the sentences of the answer, the most important first"),
    Key("audit", "in `trials`: the table of what the noise of every site really did (list of at most one table)"),
    Key("caption", "figure, table, picture: what it shows, with n and the kind of interval"),
    Key("cells", "row: the cells after its head"),
    Key("code", "fact: true for a digest, a path or a command"),
    Key("commands", "experiment: the commands that make and check the same numbers"),
    Key("commandsHTML", "experiment: the commands as HTML, their parts marked for colours"),
    Key("configurations", "experiment: the table of configurations (list of tables)"),
    Key("data", "figure: the table of its numbers (list of one table)"),
    Key("description", "page: one sentence for search results"),
    Key("download", "figure: where its PNG is"),
    Key("downloads", "experiment: the files that belong to the page"),
    Key("entries", "catalogue kind: what can be chosen"),
    Key("example", "catalogue entry: how it is written in YAML"),
    Key("exceptions", "in `trials`: the table of trials that did not complete (list of at most one table)"),
    Key("experiments", "index: one entry per experiment"),
    Key("facts", "list of terms with what holds for them"),
    Key("figureNumber", "figure: its number"),
    Key("figures", "experiment: the figures after the first"),
    Key("file", "figure, download: the name to save it under"),
    Key("formula", "catalogue entry: its formula in plain text; missing when there is none"),
    Key("hasCommands", "experiment: whether there are `commands`"),
    Key("hasFigures", "experiment: whether there are figures after the first"),
    Key("head", "row: its first cell"),
    Key("header", "table: the heads of the columns"),
    Key("height", "figure, picture: its height in CSS pixels"),
    Key("home", "experiment: where the page of all experiments is; missing when it stands alone"),
    Key("inference", "experiment: `tables` on modes of inference (list of at most one)"),
    Key("isEmpty", "index: whether nothing is archived"),
    Key("kinds", "catalogue: the kinds of things, each with its `entries`"),
    Key("last", "download: whether it is the last one"),
    Key("leading", "experiment, catalogue: the first figure (list of at most one)"),
    Key("link", "index entry: where its page is"),
    Key("methods", "experiment: `facts` on how the trials were made"),
    Key("name", "experiment, index entry, table, catalogue entry: what it is called"),
    Key("paper", "catalogue entry: who published it; missing when nobody is named"),
    Key("pictures", "catalogue entry: its pictures (list)"),
    Key("provenance", "experiment: `facts` on where the numbers come from"),
    Key("question", "experiment, index entry: the question that is asked"),
    Key("readings", "experiment: notes on how to read the tables"),
    Key("rows", "table: its rows"),
    Key("rule", "in `tuning`: how values were chosen"),
    Key("sections", "experiment, catalogue: the table of contents"),
    Key("sentence", "index, `trials`: one sentence with the counts; catalogue: what it shows"),
    Key("source", "figure, picture, download: the address of the file, or its bytes as a data URI"),
    Key("specification", "experiment: the specification in effect, in YAML"),
    Key("specificationHTML", "experiment: the specification as HTML, its parts marked for colours"),
    Key("state", "experiment, index entry: how many trials have finished"),
    Key("style", "row: baseline, best or excluded; missing for the others"),
    Key("summary", "catalogue entry: one sentence"),
    Key("table", "in `tuning`: what each candidate scored (list of one table)"),
    Key("tableNumber", "table: its number; missing for a table that belongs to a figure"),
    Key("tables", "in `inference`: how each mode answered, and how sure it was (list of tables)"),
    Key("tags", "row: words beside its head"),
    Key("term", "fact: what it is about"),
    Key("text", "fact, cell, tag, column, section, download: what is shown"),
    Key("tier", "experiment: the tier it ran at; missing when none was asked for"),
    Key("title", "page, catalogue kind: its title"),
    Key("tone", "tag: good or warn; missing for the others"),
    Key("trials", "experiment: `sentence`, `exceptions` and `all`"),
    Key("tuning", "experiment: `rule` and `table` (list of at most one)"),
    Key("version", "page: the version of the program"),
    Key("warnings", "experiment: what a reader must know before the results"),
    Key("width", "figure, picture: its width in CSS pixels"),
    Key("words", "column, cell: true where it holds words, false for numbers"),
  ]
}
