import Experiments

/// Where things of the archive stand in the site, from its root.
package enum SiteAddress {
  package static func experiment(_ name: String) -> String { folder(name) + "/index.html" }
  package static func comparison(_ name: String) -> String { folder(name) + "/compare.html" }
  package static func trials(_ name: String) -> String { folder(name) + "/trials.html" }
  package static func trial(_ id: TrialID) -> String { "trial/" + trialFile(id) }
  static func trialFile(_ id: TrialID) -> String { "\(id.hex.prefix(16)).html" }
  static func runs(_ name: String) -> String { folder(name) + "/runs.js" }
  static func data(_ name: String) -> String { "data/\(safe(name)).js" }

  /// The name of the folder in which the pages of an experiment stand.
  package static func folderName(_ name: String) -> String { safe(name) }

  static func folder(_ name: String) -> String { "experiments/" + safe(name) }

  /// Names are small letters, digits and hyphens; an archive from elsewhere gets no other way out of its folder.
  private static func safe(_ name: String) -> String {
    let letters = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" }
    return letters.isEmpty ? "_" : String(letters)
  }
}
