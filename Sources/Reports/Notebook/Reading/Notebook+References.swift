import Specifications

extension Notebook {
  /// Every cited key with the place of its citation.
  private var citations: [(key: String, place: Place)] {
    marks.flatMap { placed -> [(String, Place)] in
      guard case .citation(let keys) = placed.mark else { return [] }
      return keys.map { ($0, placed.place) }
    }
  }

  /// Reads the bibliography and finds in it what is cited; reports keys that it does not have.
  func references(texts: [String: String], _ problems: Problems) -> References? {
    guard let file = frontMatter.bibliography else {
      for citation in citations {
        problems.report(
          citation.place,
          "'\(citation.key)' is cited, but the front matter names no bibliography; write bibliography: NAME.bib")
      }
      return nil
    }
    guard let text = texts[file.path] else { return nil }
    do throws(BibTeXError) {
      let bibliography = try Bibliography.read(bibTeX: text, file: path(beside: file.path))
      return cited(in: bibliography, problems)
    } catch {
      problems.report(error.problem.place, error.problem.message)
      return nil
    }
  }

  private func cited(in bibliography: Bibliography, _ problems: Problems) -> References? {
    var known: [String] = []
    for citation in citations {
      do throws(CitationError) {
        _ = try bibliography.entry(citation.key)
        known.append(citation.key)
      } catch {
        problems.report(citation.place, error.description)
      }
    }
    do throws(CitationError) { return try References(bibliography, citing: known) } catch { return nil }
  }

  /// The path of a file beside the notebook, as it is shown in messages.
  func path(beside path: String) -> String {
    let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return (folder.map(String.init) + [path]).joined(separator: "/")
  }
}
