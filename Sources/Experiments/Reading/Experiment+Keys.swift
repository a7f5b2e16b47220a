import Specifications

extension Experiment {
  /// Every map of an experiment with the keys that its readers ask for while they read `text`.
  ///
  /// Throws `SpecError` where the text is no experiment.
  package static func maps(reading text: String) throws(SpecError) -> [AskedMap] {
    let asked = AskedKeys()
    let problems = Problems(telling: asked)
    let tree = try YAMLReader.read(text, file: "experiment.yaml", problems)
    _ = read(tree, source: text, problems)
    guard problems.found.isEmpty else { throw SpecError(problems.found) }
    return asked.maps
  }
}
