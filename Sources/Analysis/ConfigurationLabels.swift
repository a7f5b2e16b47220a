import Specifications

/// Makes short labels that tell the configurations of one experiment apart: `bernoulli 0.5, 256-256`.
package enum ConfigurationLabels {
  /// Returns one label per configuration from its varied fields; equal labels get their place as a number.
  package static func make(_ configurations: [[ConfigurationField]]) -> [String] {
    let named = pathsToName(configurations)
    let labels = configurations.map { fields in
      let parts = fields.map { named.contains($0.path) ? "\(leaf($0.path)) \(words($0.value))" : words($0.value) }
      return parts.isEmpty ? "the only configuration" : parts.joined(separator: ", ")
    }
    return labels.enumerated().map { index, label in
      labels.count { $0 == label } == 1 ? label : "\(label) #\(index + 1)"
    }
  }

  /// The paths whose values do not speak for themselves: numbers, truth values, and words that two paths share.
  private static func pathsToName(_ configurations: [[ConfigurationField]]) -> Set<String> {
    var users: [String: Set<String>] = [:]
    for field in configurations.joined() { users[words(field.value), default: []].insert(field.path) }
    var named: Set<String> = []
    for field in configurations.joined() {
      let text = words(field.value)
      if Double(text) != nil || ["true", "false"].contains(text) || (users[text]?.count ?? 0) > 1 {
        named.insert(field.path)
      }
    }
    return named
  }

  /// The last key of a path in words: `trial.optimizer.sgd.learningRate` gives `learning rate`.
  package static func leaf(_ path: String) -> String {
    var words = ""
    for letter in path.split(separator: ".").last ?? "" {
      if letter.isUppercase { words += " " }
      words += letter.lowercased()
    }
    return words
  }

  /// A value in one line without its brackets: `{bernoulli: {rate: 0.5}}` gives `bernoulli 0.5`, `[256, 256]` `256-256`.
  static func words(_ value: String) -> String {
    var text = value.replacing("\"", with: "").replacing("'", with: "")
    text.replace(/\[([^\[\]{}]*)\]/) { match in
      match.1.split(separator: ",").map { $0.trimming() }.joined(separator: "-")
    }
    text.replace(/\brate:/, with: "")
    text.replace(/[{}\[\]:]/, with: " ")
    return text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ").replacing(" ,", with: ",")
  }
}

extension Substring {
  fileprivate func trimming() -> String { split(separator: " ").joined(separator: " ") }
}
