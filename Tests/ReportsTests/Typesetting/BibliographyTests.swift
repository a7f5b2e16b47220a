import Foundation
import Testing

@testable import Reports

struct BibliographyTests {
  private func entry(_ fields: String) throws -> Bibliography.Entry {
    let text = "@article{key, title = {T}, year = 2000, author = {Doe, Jane}, \(fields)}"
    return try #require(try Bibliography.read(bibTeX: text, file: "a.bib").entries.first)
  }

  private func people(_ authors: String) throws -> [PersonName] {
    let text = "@misc{key, title = {T}, year = 2000, author = {\(authors)}}"
    return try Bibliography.read(bibTeX: text, file: "a.bib").entries[0].authors
  }

  @Test
  func `strings, numbers and texts are joined, and what stands between entries is a comment`() throws {
    let text = """
      Words before. @comment{ @article is not read }
      @string(journal = "J. of " # {Things})
      @preamble{"\\newcommand{\\x}{y}"}
      @Article{doe:2000, AUTHOR = "Doe, Jane", Title = {A {Nested {B}} of "C"}, journal = journal # " " # 7,
        year = 2000, month = jan, note = {ignored},}
      Words behind.
      """
    let entries = try Bibliography.read(bibTeX: text, file: "a.bib").entries
    #expect(entries.map(\.key) == ["doe:2000"])
    #expect(entries.map(\.title) == ["A Nested B of \"C\""])
    #expect(entries.map(\.venue) == ["J. of Things 7"])
  }

  @Test(arguments: [
    ("Last, First", ["First|Last"]), ("First Middle Last", ["First Middle|Last"]),
    ("Last, Jr, First", ["First|Last Jr"]),
    ("Laurens van der Maaten", ["Laurens|van der Maaten"]), ("van der Maaten, Laurens", ["Laurens|van der Maaten"]),
    ("{Team of the And and Or}", ["|Team of the And and Or"]), ("Plato", ["|Plato"]),
    ("Doe, Jane and {\\O}re, \\AA ge AND Roe, R.", ["Jane|Doe", "Åge|Øre", "R.|Roe"]),
    ("Kram{\\'a}r, J{\\'a}nos and Ren\\'e Vidal", ["János|Kramár", "René|Vidal"]),
    ("Erd{\\H{o}}s, P{\\'{a}}l and \\v{C}ech, Eduard", ["Pál|Erdős", "Eduard|Čech"]),
    ("Nu\\~nez, Mar{\\'\\i}a and G\\\"odel, Kurt", ["María|Nuñez", "Kurt|Gödel"]),
  ])
  func `names are read in all the ways that BibTeX has`(field: String, expected: [String]) throws {
    #expect(try people(field).map { "\($0.given)|\($0.family)" } == expected)
  }

  @Test
  func `given names are shown by their first letters, with hyphens`() throws {
    #expect(
      try people("Lin, Tsung-Yi and Le, Quoc V. and Plato").map(\.listed) == ["Lin, T.-Y.", "Le, Q. V.", "Plato"])
  }

  @Test
  func `texts lose their TeX and keep their letters`() throws {
    #expect(
      try entry("journal = {``Quoted'' --- 5--6~\\% of {\\ss} \\emph{it} \\& $L_2$}").venue
        == "“Quoted” — 5–6\u{A0}% of ß it & L_2")
    #expect(try entry("volume = 15, number = 56, pages = {1929--1958}").location == "15(56), 1929–1958")
    #expect(try entry("pages = {3-4}").location == "3–4")
  }

  @Test
  func `a DOI, an arXiv number and an address become links, each once`() throws {
    let links = try entry(
      "doi = {https://doi.org/10.1/x_y}, eprint = {1207.0580}, url = {https://arxiv.org/abs/1207.0580}"
    ).links
    #expect(links.map(\.address) == ["https://doi.org/10.1/x_y", "https://arxiv.org/abs/1207.0580"])
    #expect(links.map(\.text) == ["doi:10.1/x_y", "arXiv:1207.0580"])
    #expect(try entry("url = {https://example.org/a\\_b/}").links.map(\.text) == ["example.org/a_b"])
  }

  @Test(arguments: [
    (
      "@artcle{k, title={T}}",
      "a.bib:1:1: unknown kind of entry 'artcle' (did you mean 'article'?); there are article, book,"
    ),
    (
      "@misc{k, title={T}, year=1, author={A}}\n@misc{K, }",
      "a.bib:2:1: the key 'K' is already that of the entry in line 1"
    ),
    ("@misc{k, title={T}, year=1}", "a.bib:1:1: 'k' needs the field 'author' or 'editor'"),
    ("@misc{k, title={T}, author={A}}", "a.bib:1:1: 'k' needs the field 'year'"),
    ("@misc{k,\n  author={A}, year=1}", "a.bib:1:1: 'k' needs the field 'title'"),
    ("@misc{k, title={T}\n  year=1}", "a.bib:2:3: a field of 'k' must end with ',' or '}'; found 'y'"),
    ("@misc{k, title={T", "a.bib:1:16: the field 'title' is not closed; add '}'"),
    ("@misc{k, title T}", "a.bib:1:16: the field 'title' must be followed by '='; found 'T'"),
    ("@misc{k, title=nip}", "a.bib:1:16: no @string is called 'nip'; put a text in braces"),
    (
      "@string{nips={N}} @misc{k, title=nps}",
      "a.bib:1:34: no @string is called 'nps' (did you mean 'nips'?); put a text in braces"
    ),
    (
      "@misc{k, title={\\foo x}, year=1, author={A}}",
      "a.bib:1:16: the field 'title' of 'k': unknown command '\\foo'; write the character itself"
    ),
    (
      "@misc{k, title={" + String(repeating: "\\'{", count: 100_000) + "e" + String(repeating: "}", count: 100_000)
        + "}, year=1, author={A}}",
      "a.bib:1:16: the field 'title' of 'k': a letter has more than 8 accents"
    ),
    ("@misc{k, title={a}, title={b}}", "a.bib:1:27: 'k' has the field 'title' twice"),
    ("@misc{, title={a}}", "a.bib:1:7: an entry needs a key before its fields; found ','"),
    ("@misc k", "a.bib:1:7: '@misc' must be followed by '{'; found 'k'"),
    ("@ {", "a.bib:1:1: '@' must be followed by a kind of entry such as article"),
    (
      "@misc{k, title={T}, year=1, author={A}, url={javascript:x}}",
      "a.bib:1:45: the url of 'k' must start with https:// or http://; found 'javascript:x'"
    ),
  ])
  func `a mistake has its line and column, what is wrong and what is allowed`(text: String, message: String) throws {
    let error = try #require(throws: BibTeXError.self) { try Bibliography.read(bibTeX: text, file: "a.bib") }
    #expect(error.description.hasPrefix(message))
  }

  @Test
  func `strings of strings that come to gigabytes are refused where they pass four million bytes`() throws {
    let doubled = (1...60).map { "@string{s\($0) = s\($0 - 1) # s\($0 - 1)}\n" }.joined()
    let text = "@string{s0 = {ab}}\n" + doubled + "@misc{k, title=s60, year=1, author={A}}"
    let error = try #require(throws: BibTeXError.self) { try Bibliography.read(bibTeX: text, file: "a.bib") }
    // In line 21 they come to 4 + 8 + … + 2²¹ = 2²² − 4.
    #expect(
      error.description
        == "a.bib:21:21: with 's19' the names of strings stand for 4194300 bytes; at most 4000000 are allowed")
  }

  @Test
  func `arbitrary text is read or refused`() {
    var random = RandomFormulas(seed: 11)
    let tokens = [
      "@", "misc", "{", "}", "(", ")", "\"", ",", "=", "#", "title", "author", "year", "2000", "a and b", "\\'", "\\",
      "\n", "é", "@string", "--",
    ]
    var refused = 0
    for _ in 0..<5_000 {
      let text =
        "@misc{k, title={T}, year=1, author={" + (0..<random.next(below: 14)).map { _ in random.pick(tokens) }.joined()
      do { _ = try Bibliography.read(bibTeX: text, file: "a.bib") } catch { refused += 1 }
    }
    #expect((2_500..<5_000).contains(refused))
  }
}

struct ReferencesTests {
  private static func bibliography() throws -> Bibliography {
    var folder = URL(filePath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    let text = try String(contentsOf: folder.appending(path: "experiments/chapter.bib"), encoding: .utf8)
    return try Bibliography.read(bibTeX: text, file: "chapter.bib")
  }

  @Test
  func `the bibliography of the chapter reads, in the order of its keys, each with a link`() throws {
    let entries = try Self.bibliography().entries
    #expect(entries.count == 37)
    #expect(entries.map(\.key) == entries.map(\.key).sorted())
    #expect(entries.filter { $0.links.isEmpty }.map(\.key) == [])
  }

  @Test
  func `one author, two, and the first of three or more are cited with their year`() throws {
    let cited = try References(Self.bibliography(), citing: ["holm1979", "nadeau2003", "wan2013", "wan2013"])
    #expect(
      try cited.citationHTML(["wan2013", "holm1979", "nadeau2003"])
        == "(<a href=\"#ref-wan2013\">Wan et al. 2013</a>; <a href=\"#ref-holm1979\">Holm 1979</a>; "
        + "<a href=\"#ref-nadeau2003\">Nadeau &amp; Bengio 2003</a>)")
    #expect(try cited.citationMarkdown(["wan2013"]) == "([Wan et al. 2013](#ref-wan2013))")
    #expect(cited.all.map(\.entry.key) == ["holm1979", "nadeau2003", "wan2013"])
  }

  @Test
  func `the same authors and year get letters, and only when both are cited`() throws {
    let both = try References(Self.bibliography(), citing: ["gal2016recurrent", "gal2017", "gal2016bayesian"])
    #expect(both.all.map(\.label) == ["Gal & Ghahramani 2016a", "Gal & Ghahramani 2016b", "Gal et al. 2017"])
    #expect(both.all.map(\.entry.key) == ["gal2016recurrent", "gal2016bayesian", "gal2017"])
    #expect(try References(Self.bibliography(), citing: ["gal2016bayesian"]).all.map(\.year) == ["2016"])
  }

  @Test
  func `an entry of the list tells authors, title, place and where to read it`() throws {
    let cited = try References(Self.bibliography(), citing: ["srivastava2014"])
    #expect(
      cited.html == """
        <ul class="references">
        <li id="ref-srivastava2014">Srivastava, N., Hinton, G., Krizhevsky, A., Sutskever, I. &amp; Salakhutdinov, R. (2014). \
        Dropout: A Simple Way to Prevent Neural Networks from Overfitting. <i>Journal of Machine Learning Research</i>, \
        15(56), 1929–1958. <a href="https://jmlr.org/papers/v15/srivastava14a.html">\
        jmlr.org/papers/v15/srivastava14a.html</a></li>
        </ul>

        """)
    #expect(cited.markdown.contains("*Journal of Machine Learning Research*, 15(56), 1929–1958."))
    #expect(cited.markdown.hasPrefix("- <a id=\"ref-srivastava2014\"></a>Srivastava, N., Hinton, G.,"))
  }

  @Test
  func `a key that is not there names the nearest that is`() throws {
    let error = try #require(throws: CitationError.self) {
      try References(Self.bibliography(), citing: ["srivastva2014"])
    }
    #expect(error.description == "the bibliography has no 'srivastva2014' (did you mean 'srivastava2014'?)")
  }

  @Test
  func `citations are told from other brackets`() {
    #expect(References.keys(of: "[@a]") == ["a"])
    #expect(References.keys(of: "[@gal2016bayesian; @b:1 ]") == ["gal2016bayesian", "b:1"])
    for text in ["[a]", "[@]", "[@a; b]", "[@a;]", "@a", "[@a", "[@a b]"] { #expect(References.keys(of: text) == nil) }
  }
}
