import Analysis
import Archive
import Experiments
import Reports

extension Browser {
  /// The page that compares all configurations of an experiment, below `experiments/<name>/`.
  package func comparison(of loaded: LoadedExperiment) -> ReportFile {
    let summary = loaded.summary
    let name = loaded.archived.name
    return file(
      ComparePage(
        path: SiteAddress.comparison(name), title: "Configurations of \(name)",
        subtitle: """
          <a href="../../index.html">All experiments</a> · <a href="index.html">\(name)</a> · \
          <a href="trials.html">all trials</a> · compare
          """,
        comparison: SideBySide(loaded.arms, level: summary.level), metric: summary.metric.name,
        split: summary.metric.split, chooser: Self.chooser(of: summary, name)
      ).page)
  }

  /// Where a reader chooses among its configurations; of very many none is chosen beforehand.
  private static func chooser(of summary: ExperimentSummary, _ name: String) -> String {
    let all = summary.configurations.map { "\(name):\($0.index)" }
    return "../../compare.html" + (all.count > 60 ? "" : "#" + all.joined(separator: ","))
  }

  /// A page that compares chosen configurations or trials; `links` lead to their own pages.
  package func comparison(
    _ compared: SideBySide, by measure: MeasureName, path: String, links: [String?] = [],
    choice: ComparisonChoice? = nil, isAlone: Bool = false
  ) -> ReportFile {
    let names = compared.arms.map(\.name).joinedInWords()
    return file(
      ComparePage(
        path: path, title: names.count > 80 ? "\(compared.arms.count) compared" : names,
        subtitle: "Compare", comparison: compared, metric: measure.metric, split: measure.split, links: links,
        choice: choice, isAlone: isAlone
      ).page)
  }

  /// The same page with the files it needs, for a folder of its own.
  package func standaloneComparison(_ arms: [ComparedArm], _ measure: MeasureName) -> [ReportFile] {
    [comparison(SideBySide(arms), by: measure, path: "index.html", isAlone: true)] + assets
  }

  /// The numbers of an experiment's configurations for the page on which a reader chooses; `hasRuns` where the curves of
  /// its trials stand beside them.
  package func comparisonData(of loaded: LoadedExperiment, hasRuns: Bool) -> ReportFile {
    ReportFile(
      path: SiteAddress.data(loaded.archived.name),
      text: ComparisonData(loaded, hasRuns: hasRuns).value.script(calling: "configurations"))
  }

  /// The curves of its single trials, for the same page.
  package func runs(of loaded: LoadedExperiment) -> ReportFile {
    let name = loaded.archived.name
    return ReportFile(
      path: SiteAddress.runs(name),
      text: RunCurves(name, loaded.summary, loaded.evidence.outcomes).value.script(calling: "runs"))
  }
}

extension LoadedExperiment {
  /// All configurations, the baseline that most are compared with first.
  package var arms: [ComparedArm] {
    let first = summary.groups.max { $0.members.count < $1.members.count }?.baseline
    let ordered =
      summary.configurations.filter { $0.index == first } + summary.configurations.filter { $0.index != first }
    return ordered.map { ComparedArm($0, named: $0.label, of: archived.name, seed: seed, seeds: seeds) }
  }

  /// The seed of its replicates, in words where each imported run has its own.
  package var seed: String { isImported ? "of each run" : String(plan.experiment.seed) }

  /// The seeds of imported runs by replicate, which pair them; nil where the replicates share one seed.
  var seeds: [Int]? { plan.experiment.imported?.seeds }
}
