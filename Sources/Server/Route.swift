/// What can be asked for, by its path; the same addresses as in the site that `archive build` writes.
enum Route: Hashable, Sendable {
  case index, claims, search, chooser
  /// Two or more sides that a reader names in the query.
  case comparison
  case asset(String)
  case searchIndex
  case comparisonData(folder: String)
  /// A file of an experiment's report; its comparison among them.
  case experiment(folder: String, file: String)
  case trial(prefix: String)
  case events
  case api(APIRoute)
  /// Leads to another address, from the root.
  case moved(String)

  /// Nil where there is nothing.
  init?(_ path: [String]) {
    switch (path.count, path.first) {
    case (1, ""), (1, "index.html"): self = .index
    case (1, "claims.html"): self = .claims
    case (1, "search.html"): self = .search
    case (1, "compare.html"): self = .chooser
    case (1, "comparison"): self = .comparison
    case (1, "events"): self = .events
    case (1, "api"): self = .api(.description)
    case (2, "assets"): self = .asset(path[1])
    case (2, "data") where path[1] == "search.js": self = .searchIndex
    case (2, "data"):
      guard let name = Self.name(path[1], ending: ".js") else { return nil }
      self = .comparisonData(folder: name)
    case (2, "trial"):
      guard let prefix = Self.name(path[1], ending: ".html") else { return nil }
      self = .trial(prefix: prefix)
    case (2, "experiments"):
      self = path[1].isEmpty ? .moved("") : .moved("experiments/\(Target.encoded(path[1]))/index.html")
    case (3, "experiments"):
      self = .experiment(folder: path[1], file: path[2].isEmpty ? "index.html" : path[2])
    case (_, "api"):
      guard let route = APIRoute(Array(path.dropFirst())) else { return nil }
      self = .api(route)
    default: return nil
    }
  }

  private static func name(_ file: String, ending: String) -> String? {
    file.hasSuffix(ending) && file.count > ending.count ? String(file.dropLast(ending.count)) : nil
  }
}

/// What machines can ask for, below `/api`.
enum APIRoute: Hashable, Sendable {
  case description
  case experiments(ListForm)
  case experiment(String)
  /// The effective specification of an experiment, in YAML.
  case specification(String)
  case trials(ListForm)
  case trial(String)
  case trialMetrics(String)
  case trialSpecification(String)
  case compare
  case claims
  case status

  init?(_ path: [String]) {
    switch (path.count, path.first) {
    case (1, "openapi.json"): self = .description
    case (1, "experiments"): self = .experiments(.json)
    case (1, "experiments.csv"): self = .experiments(.csv)
    case (1, "trials"): self = .trials(.json)
    case (1, "trials.csv"): self = .trials(.csv)
    case (1, "compare"): self = .compare
    case (1, "claims"): self = .claims
    case (1, "status"): self = .status
    case (2, "experiments") where !path[1].isEmpty: self = .experiment(path[1])
    case (3, "experiments") where path[2] == "specification.yaml": self = .specification(path[1])
    case (2, "trials") where !path[1].isEmpty: self = .trial(path[1])
    case (3, "trials") where path[2] == "metrics.csv": self = .trialMetrics(path[1])
    case (3, "trials") where path[2] == "specification.yaml": self = .trialSpecification(path[1])
    default: return nil
    }
  }
}
