import Analysis
import Experiments
import Files
import Foundation
import Specifications

/// Everything the page of one experiment is made of; the same parts give the same bytes.
package struct ExperimentReport: Sendable {
  package let design: ExperimentDesign
  package let summary: ExperimentSummary
  /// The numbers that go along with the page.
  package let export: TrialExport
  package let figures: [ReportFigure]
  package let provenance: ReportProvenance
  /// How far it was run as fixed beforehand; nil where nothing is claimed.
  package let protocolFinding: ProtocolFinding?

  package init(
    design: ExperimentDesign, evidence: Evidence, figures: [ReportFigure], provenance: ReportProvenance,
    protocolFinding: ProtocolFinding? = nil
  ) {
    self.init(
      design: design, summary: ExperimentSummary(of: design, evidence: evidence),
      export: TrialExport(of: design, evidence: evidence, atLastEpoch: true), figures: figures, provenance: provenance,
      protocolFinding: protocolFinding)
  }

  package init(
    design: ExperimentDesign, summary: ExperimentSummary, export: TrialExport, figures: [ReportFigure],
    provenance: ReportProvenance, protocolFinding: ProtocolFinding? = nil
  ) {
    self.design = design
    self.summary = summary
    self.export = export
    self.figures = figures
    self.provenance = provenance
    self.protocolFinding = protocolFinding
  }

  /// Makes the page with its pictures and data below `<experiment>/`; with `singleFile` all is inside the page.
  ///
  /// `home` is the page of all experiments as seen from this one, such as `../index.html`; nil when there is none.
  package func files(
    _ templates: TemplateLibrary, singleFile: Bool = false, home: String? = "../index.html"
  ) -> [ReportFile] {
    files(templates, singleFile: singleFile, links: ReportLinks(home: singleFile ? nil : home))
  }

  /// Makes the same with links to what stands around it.
  package func files(
    _ templates: TemplateLibrary, singleFile: Bool = false, links: ReportLinks
  ) -> [ReportFile] {
    let data = data(links)
    let attached = data + figures.map { ReportFile(path: "\($0.name).png", bytes: $0.png) }
    let model = model(embedding: singleFile, links: links, data: data)
    let page = templates.page(
      model, template: "experiment",
      record: record(of: model, options: (singleFile ? ["singleFile"] : []) + links.options, links.basis, attached))
    let all = [ReportFile(path: "index.html", text: page)] + (singleFile ? [] : attached)
    return all.map { ReportFile(path: "\(summary.name)/\($0.path)", bytes: $0.bytes) }
  }

  /// What the page says of itself for machines.
  private func record(
    of model: ExperimentModel, options: [String], _ basis: [String], _ attached: [ReportFile]
  ) -> PageRecord {
    var record = PageRecord(kind: "experiment", program: provenance.version)
    record.name = summary.name
    record.specification = provenance.specificationDigest
    record.options = options + provenance.origin.options
    record.basis = provenance.origin.basis + basis
    record.trials = provenance.origin.trials
    record.figures = figures.map { PageRecord.Item($0.name, SHA256.digest(of: $0.png).hex) }
    record.tables = model.tables.map(\.recorded)
    record.files = options.contains("singleFile") ? [] : attached.map(\.recorded)
    return record
  }

  /// How many trials have finished, in words.
  var state: String {
    let counts = summary.counts
    let finished = counts.completed + counts.diverged
    guard finished == counts.planned else { return "\(finished) of \(counts.planned) trials finished" }
    return counts.planned == 1 ? "its trial finished" : "all \(counts.planned) trials finished"
  }

  /// The specification, before it the numbers where they go along.
  private func data(_ links: ReportLinks) -> [ReportFile] {
    let specification = ReportFile(path: "\(summary.name).yaml", text: provenance.specification)
    guard links.attachesNumbers else { return [specification] }
    return [
      ReportFile(path: "\(summary.name).csv", text: export.csv),
      ReportFile(path: "\(summary.name).json", text: export.json), specification,
    ]
  }
}

// MARK: - Filling the template

extension ExperimentReport {
  func model(embedding: Bool, links: ReportLinks) -> ExperimentModel {
    model(embedding: embedding, links: links, data: data(links))
  }

  private func model(embedding: Bool, links: ReportLinks, data: [ReportFile]) -> ExperimentModel {
    let tables = SummaryTables(summary: summary, trialAddress: links.trial)
    let readings = Readings(summary: summary)
    let results = [tables.configurations, tables.tests, tables.crossed, tables.reach, tables.otherMetrics].compactMap {
      $0
    }
    let modes = InferenceTables(summary: summary).all
    let probes = ProbeTables(summary: summary).all
    let tuning = tables.tuning
    let answer = Answer(to: summary).sentences
    let all = figureModels(embedding: embedding)
    let forest = all.filter { $0.file.hasSuffix("\(ClaimForest.name).png") }
    let drawn = all.filter { figure in !forest.contains { $0.anchor == figure.anchor } }
    let claims = claims(forest)
    let before = claims.count
    let shown = before + results.count + modes.count + probes.count
    return ExperimentModel(
      title: "\(summary.name): \(summary.question)", description: answer.first ?? summary.question,
      version: provenance.version, name: summary.name, tier: design.tier?.rawValue, state: state,
      question: summary.question, answer: answer,
      sections: sections(hasInference: !modes.isEmpty, hasProbes: !probes.isEmpty, hasTuning: tuning != nil),
      claims: claims, checks: checks, marks: links.marks.map { TagModel(text: $0) }, notes: links.notes,
      warnings: flags + readings.warnings, leading: Array(drawn.prefix(1)),
      configurations: results.enumerated().map { TableModel($1, number: before + $0 + 1) }, readings: readings.notes,
      hasFigures: drawn.count > 1, figures: Array(drawn.dropFirst()),
      inference: group(modes, after: before + results.count),
      probes: group(probes, after: before + results.count + modes.count),
      tuning: tuning.map { table in
        [TuningModel(rule: tuningRule, table: [TableModel(table, number: shown + 1)])]
      } ?? [],
      methods: FactsModel(Methods(summary: summary, design: design, compute: provenance.compute).facts),
      trials: trials(tables, after: shown + (tuning == nil ? 0 : 1)),
      provenance: FactsModel(provenanceFacts), hasCommands: !provenance.reproduction.isEmpty,
      commands: provenance.reproduction,
      commandsHTML: CodeColouring.html(provenance.reproduction.map { $0 + "\n" }.joined(), language: .shell),
      downloads: downloads(data, embedding: embedding), specification: provenance.specification,
      specificationHTML: CodeColouring.html(provenance.specification, language: .yaml), home: links.home,
      comparison: links.compare, trialList: links.allTrials)
  }

  /// What was changed, or frozen, after looking; a warning at the head of the page.
  private var flags: [String] { protocolFinding?.warnings ?? [] }

  /// The last check by training again.
  private var checks: [TagModel] {
    provenance.checks.suffix(1).map { TagModel(text: $0.text, tone: $0.holds ? "good" : "warn") }
  }

  /// The section of claims, with their figure; nothing where nothing is claimed.
  private func claims(_ forest: [FigureModel]) -> [ClaimsModel] {
    guard !summary.claims.isEmpty else { return [] }
    let tables = ClaimTables(findings: summary.claims)
    return [
      ClaimsModel(
        protocols: flags.isEmpty ? protocolFinding?.sentences ?? [] : [], forest: forest,
        table: [TableModel(tables.table, number: 1)],
        entries: tables.entries)
    ]
  }

  /// Numbered tables; no group without any.
  private func group(_ tables: [DataTable], after number: Int) -> [TableGroupModel] {
    tables.isEmpty ? [] : [TableGroupModel(tables: tables.enumerated().map { TableModel($1, number: number + $0 + 1) })]
  }

  private func sections(hasInference: Bool, hasProbes: Bool, hasTuning: Bool) -> [SectionModel] {
    var sections = summary.claims.isEmpty ? [] : [SectionModel(anchor: "claims", text: "Claims")]
    sections.append(SectionModel(anchor: "results", text: "Results"))
    if hasInference { sections.append(SectionModel(anchor: "inference", text: "Inference modes")) }
    if hasProbes { sections.append(SectionModel(anchor: "probes", text: "Probes")) }
    if figures.count(where: { $0.name != ClaimForest.name }) > 1 {
      sections.append(SectionModel(anchor: "figures", text: "Figures"))
    }
    if hasTuning { sections.append(SectionModel(anchor: "tuning", text: "Tuning")) }
    return sections + ["Methods", "Trials", "Provenance"].map { SectionModel(anchor: $0.lowercased(), text: $0) }
  }

  private func figureModels(embedding: Bool) -> [FigureModel] {
    figures.enumerated().map { index, figure in
      let address = embedding ? Self.dataURI(figure.png, type: "image/png") : "\(figure.name).png"
      return FigureModel(
        anchor: "figure-\(index + 1)", figureNumber: index + 1, source: address, download: address,
        file: "\(summary.name)-\(figure.name).png", alt: figure.alternative, caption: figure.caption,
        width: figure.width, height: figure.height, data: [TableModel(figure.data)])
    }
  }

  private var tuningRule: String {
    guard let tuning = summary.tuning else { return "" }
    let number = tuning.seeds.count
    return "Each configuration was given the same budget. The value with the best mean \(tuning.split.title) "
      + "\(tuning.metric.title) at the last epoch over \(number) \(number == 1 ? "replicate" : "replicates") of its own "
      + "was taken (the first of equals) and then frozen."
  }

  private func trials(_ tables: SummaryTables, after number: Int) -> TrialsModel {
    let counts = summary.counts
    let exceptions = tables.exceptions
    return TrialsModel(
      sentence:
        "\(counts.planned.counted("trial")) \(counts.planned == 1 ? "was" : "were") planned: \(counts.completed) completed, \(counts.diverged) diverged, "
        + "\(counts.failed) failed, \(counts.open) not run.",
      exceptions: exceptions.map { [TableModel($0, number: number + 1)] } ?? [],
      all: [TableModel(tables.trials, number: number + (exceptions == nil ? 1 : 2))],
      audit: tables.audit.map { [TableModel($0, number: number + (exceptions == nil ? 2 : 3))] } ?? [])
  }

  private var provenanceFacts: [ReportFact] {
    [
      ReportFact("Program", "dropout-lab \(provenance.version)"),
      ReportFact("Specification digest", provenance.specificationDigest, isCode: true),
    ] + provenance.facts + provenance.checks.map { ReportFact("Trained again", $0.text) }
  }

  private func downloads(_ data: [ReportFile], embedding: Bool) -> [DownloadModel] {
    let names = [".csv": "numbers after the last epoch as CSV", ".json": "as JSON", ".yaml": "the specification"]
    let types = [".csv": "text/csv", ".json": "application/json", ".yaml": "application/yaml"]
    return data.enumerated().map { place, file in
      let ending = "." + (file.path.split(separator: ".").last ?? "")
      return DownloadModel(
        source: embedding ? Self.dataURI(file.bytes, type: types[ending] ?? "") : file.path, file: file.path,
        text: names[ending] ?? file.path, last: place == data.count - 1)
    }
  }

  private static func dataURI(_ bytes: [UInt8], type: String) -> String {
    "data:\(type);base64,\(Data(bytes).base64EncodedString())"
  }
}
