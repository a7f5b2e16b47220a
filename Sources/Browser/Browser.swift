import Analysis
import Archive
import Experiments
import Reports
import Specifications

/// Shows what an archive holds: functions from the archive and a request to the files of a page.
///
/// A static site asks for all of them, a server for one at a time.
package struct Browser: Sendable {
  package let archive: Archive
  package let templates: TemplateLibrary
  /// The version of the program, shown on every page.
  package let version: String
  /// Whether a server shows the pages, which then follow what goes on.
  package let isLive: Bool

  package init(_ archive: Archive, templates: TemplateLibrary, version: String, isLive: Bool = false) {
    (self.archive, self.templates, self.version, self.isLive) = (archive, templates, version, isLive)
  }

  func file(_ page: SitePage) -> ReportFile { page.file(version: version, isLive: isLive) }
}

// MARK: - Pages from what is in the archive

extension Browser {
  /// `index.html`: all experiments.
  package func index(_ conclusions: Conclusions) throws -> ReportFile {
    let trials = try archive.finishedCount(in: conclusions.entries.map(\.archived.key))
    return file(IndexPage(entries: conclusions.entries, trials: trials, isLive: isLive).page)
  }

  /// The report of an experiment with its pictures and data, below `experiments/<name>/`.
  package func experiment(_ loaded: LoadedExperiment) throws -> [ReportFile] {
    let builder = ReportBuilder(templates: templates, singleFile: false, linksHome: true, version: version)
    let name = loaded.archived.name
    let written = try archive.annotations(of: .experiment(name: name))
    let links = ReportLinks(
      home: "../../index.html", compare: "compare.html", allTrials: "trials.html",
      attachesNumbers: isLive, marks: written.marks,
      notes: written.noteLines
    ) { "../../\(SiteAddress.trial($0))" }
    return try builder.report(loaded, attachesNumbers: links.attachesNumbers).files(templates, links: links).map {
      file in
      let file = ReportFile(path: SiteAddress.folder(name) + file.path.dropFirst(name.count), bytes: file.bytes)
      return isLive && file.path.hasSuffix(".html") ? LivePage(file).file : file
    }
  }

  /// The page of one trial, with the measures of every epoch unless there are so many trials that they would take too much room.
  package func trial(_ dossier: TrialDossier, listsEpochs: Bool = true) -> ReportFile {
    file(TrialPage(dossier: dossier, isLive: isLive, listsEpochs: listsEpochs).page)
  }

  /// Reads everything that is recorded of a trial.
  package func dossier(of id: TrialID) throws -> TrialDossier {
    var reader = DossierReader(archive)
    return try reader.dossier(of: id)
  }
}

/// Reads dossiers one after the other and remembers what neighbours share.
package struct DossierReader {
  private let archive: Archive
  private var members: [ExperimentKey: MemberIndex] = [:]
  private var specifications: [String: KnownSpecification] = [:]
  private var annotations: [AnnotationSubject: Annotations]?
  private var newest: Set<ExperimentKey>?
  private var checks: [TrialID: [TrialCheck]]?
  /// What has been read of some trials before, so that it need not be read again.
  private let evidence: Evidence?

  package init(_ archive: Archive, knowing evidence: Evidence? = nil) {
    (self.archive, self.evidence) = (archive, evidence)
  }

  package mutating func dossier(of id: TrialID) throws -> TrialDossier {
    let trial = try archive.trial(prefix: id.hex, outcome: evidence?.outcomes[id])
    let specification = try specification(trial.spec, of: trial.id)
    let places = VersionedPlace.all(of: try archive.memberships(of: trial.id), newest: try newestKeys())
    return TrialDossier(
      trial: trial, annotations: try annotations(of: trial.id),
      specification: specification.yaml, expectedNoise: specification.noise,
      attempts: try archive.attempts(at: trial.id), checks: try checks(of: trial.id),
      inference: try evidence?.inference[id] ?? archive.inference(of: [id])[id] ?? [],
      probes: try evidence?.probes[id] ?? archive.probes(of: [id])[id] ?? [], places: places,
      neighbours: try places.compactMap { place in
        TrialDossier.Neighbours(of: trial.id, at: place, among: try index(of: place.membership.key))
      })
  }

  private mutating func checks(of id: TrialID) throws -> [TrialCheck] {
    let all = try checks ?? archive.trialChecks()
    checks = all
    return all[id] ?? []
  }

  private mutating func newestKeys() throws -> Set<ExperimentKey> {
    let keys = try newest ?? Set(archive.newestExperiments().map(\.key))
    newest = keys
    return keys
  }

  private mutating func index(of key: ExperimentKey) throws -> MemberIndex {
    if let known = members[key] { return known }
    let index = MemberIndex(try archive.members(of: key))
    members[key] = index
    return index
  }

  private mutating func annotations(of id: TrialID) throws -> Annotations {
    let all = try annotations ?? archive.annotations()
    annotations = all
    return all[.trial(id)] ?? Annotations()
  }

  private mutating func specification(_ flow: String, of id: TrialID) throws -> KnownSpecification {
    if let known = specifications[flow] { return known }
    let node = try SpecNode.archived(flow, file: "trial \(id.short)")
    let known = KnownSpecification(yaml: node.yaml, noise: ExpectedNoise(archived: node))
    specifications[flow] = known
    return known
  }
}

/// What the specification of a trial says, the same for all its replicates.
private struct KnownSpecification {
  /// A block of YAML.
  let yaml: String
  let noise: ExpectedNoise?
}
