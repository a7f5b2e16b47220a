import Analysis
import Datasets
import Experiments
import Files
import Plotting
import Reports
import Testing

struct PlotRecipeTests {
  @Test
  func `an experiment on rates gets every plot but the one by configuration`() throws {
    let names = try PlotFixture.rates(3, hasSecondArm: true).source.figures().map(\.name)
    #expect(
      names == [
        "error-by-rate", "learning-curves", "training-against-test", "distribution", "chosen-learning-rate",
      ])
  }

  @Test
  func `an experiment without a rate gets rows instead`() throws {
    let names = try PlotFixture.categories(2).source.figures().map(\.name)
    #expect(
      names == [
        "error-by-configuration", "learning-curves", "training-against-test", "distribution", "chosen-learning-rate",
      ])
  }

  @Test
  func `every figure has a caption, words for those who do not see it, and its numbers`() throws {
    for figure in try PlotFixture.rates(3, hasSecondArm: true).source.figures() {
      #expect(figure.caption.count > 60 && figure.caption.hasSuffix("."), "\(figure.name)")
      #expect(figure.alternative.count > 60 && figure.alternative.hasSuffix("."), "\(figure.name)")
      #expect(!figure.data.rows.isEmpty)
      let picture = try Picture(png: figure.png)
      #expect((picture.logicalWidth, picture.logicalHeight) == (figure.width, figure.height))
    }
  }

  @Test
  func `the same summary gives the same bytes, with the digests that lead back to the trials`() throws {
    let source = PlotFixture.rates(2).source
    let first = try source.figures()
    #expect(first == (try PlotFixture.rates(2).source.figures()))
    let trials = source.summary.trials.map(\.trial.hex).sorted().joined(separator: "\n")
    for text in [
      source.specificationDigest, SHA256.digest(of: trials).hex, "dropout-lab 0.1.0", "rates: error-by-rate",
    ] {
      #expect(first[0].png.contains(Array(text.utf8)), "\(text)")
    }
  }

  @Test
  func `nothing is drawn of what nobody has trained`() throws {
    let fixture = PlotFixture.rates(3)
    let empty = PlotSource(
      summary: ExperimentSummary(of: fixture.design, evidence: Evidence(outcomes: [:])),
      specificationDigest: "", version: "0.1.0")
    #expect(try empty.figures().map(\.name) == ["chosen-learning-rate"])
  }

  @Test
  func `thousands of configurations have a row each in the tables`() throws {
    var fixture = PlotFixture.categories(6)
    (fixture.replicates, fixture.isTuned) = (1, false)
    let made = fixture.source.summary
    let configurations = (0..<6_000).map { index in
      let like = made.configurations[index % 3]
      return ConfigurationSummary(
        index: index, label: "row \(index)", fields: like.fields, spec: like.spec, counts: like.counts,
        values: like.values, mean: nil, standardDeviation: nil, optimiserFailed: nil, finals: like.finals, curves: [],
        tuned: [], validationScore: like.validationScore)
    }
    let summary = ExperimentSummary(
      name: made.name, question: made.question, metric: made.metric, configurations: configurations, differences: [],
      replicates: 1, level: made.level)
    #expect(summary.configuration(5_999)?.label == "row 5999" && summary.configuration(6_000) == nil)
    let source = PlotSource(summary: summary, specificationDigest: "", version: "0.1.0")
    let rows = try #require(try PlotRecipe.metricByConfiguration.draw(source)).data.rows
    #expect(rows.map(\.cells) == (0..<6_000).map { rows[$0 % 3].cells })
    #expect(Set(rows[..<3].map(\.cells)).count == 3)
  }

  @Test
  func `hundreds of configurations are cut to what can be read, and the caption says so`() throws {
    var fixture = PlotFixture.categories(170)
    fixture.replicates = 1
    fixture.isTuned = false
    let figure = try #require(try PlotRecipe.metricByConfiguration.draw(fixture.source))
    #expect(figure.caption.hasSuffix("Drawn are the first 150 of 170 configurations; the table has all of them."))
    #expect(figure.data.rows.count == 170)
    #expect(figure.height < 150 * 40)
  }

  @Test
  func `one replicate has a mean and no interval`() throws {
    var fixture = PlotFixture.rates(3)
    fixture.replicates = 1
    let figure = try #require(try fixture.source.figures().first)
    #expect(figure.name == "error-by-rate")
    #expect(figure.data.rows.allSatisfy { $0.cells[2] == "–" && $0.cells[3] == "1" })
    for figure in try fixture.source.figures().prefix(2) {
      #expect(!figure.caption.contains("Student"), "\(figure.caption)")
      #expect(figure.caption.contains("which gives no interval"), "\(figure.caption)")
    }
  }

  @Test
  func `curves are said to be of the splits that were measured`() throws {
    var fixture = PlotFixture.rates(3)
    let both = try #require(try PlotRecipe.learningCurves.draw(fixture.source))
    #expect(both.caption.contains("on training and validation examples"))
    fixture.hasValidation = false
    let one = try #require(try PlotRecipe.learningCurves.draw(fixture.source))
    #expect(one.caption.contains("in evaluation mode on training examples, one panel"))
    #expect(one.alternative.contains("At the last epoch training error is lowest for"))
  }

  @Test
  func `bands end at zero only where the metric does`() throws {
    let own = try #require(try PlotRecipe.learningCurves.draw(likelihoods(around: 0.25, isImported: false)))
    #expect(own.caption.contains("at each epoch; bands end at zero where the metric does."))
    let imported = try #require(try PlotRecipe.learningCurves.draw(likelihoods(around: -1, isImported: true)))
    #expect(imported.caption.hasSuffix("intervals of the mean at each epoch."))
    for metric in [Metric.error, .accuracy, .ece, .brier, .meanSquare, .perplexity] {
      #expect(metric.isNeverNegative(of: nil))
    }
    for metric in [Metric.nll, .loss] {
      #expect(metric.isNeverNegative(of: .classes) && metric.isNeverNegative(of: .symbols))
      #expect(!metric.isNeverNegative(of: .numbers) && !metric.isNeverNegative(of: nil))
    }
    #expect(!Metric.gap.isNeverNegative(of: .classes))
  }

  /// One configuration whose validation likelihood lies half around a level at each of three epochs.
  private func likelihoods(around level: Double, isImported: Bool) -> PlotSource {
    var spec = PlotFixture.categories(1).design.configurations[0].spec
    let measure = ImportedMeasure(split: .validation, metric: .nll)
    if isImported { spec.imported = ImportedConfiguration(factors: [], measures: [measure]) }
    let points = (1...3).map { CurvePoint(epoch: $0, mean: level, low: level - 0.5, high: level + 0.5, n: 4) }
    let configuration = ConfigurationSummary(
      index: 0, label: "alone", fields: [], spec: spec,
      counts: TrialCounts(planned: 4, completed: 4, diverged: 0, failed: 0),
      values: (0..<4).map { ReplicateValue(replicate: $0, trial: TrialID(hex: "0\($0)"), value: level) }, mean: nil,
      standardDeviation: nil, optimiserFailed: nil, finals: [],
      curves: [Curve(split: .validation, metric: .nll, layer: "", points: points)], tuned: [])
    return PlotSource(
      summary: ExperimentSummary(
        name: "likelihoods", question: "", metric: MetricChoice(name: .nll, split: .validation, at: .last),
        configurations: [configuration], differences: [], replicates: 4, level: 0.95),
      specificationDigest: "4f", version: "0.1.0")
  }

  @Test
  func `the words tell the trend, and which arm failed`() throws {
    let source = PlotFixture.rates(10, hasSecondArm: true).source
    let figures = [
      try #require(try PlotRecipe.metricByRate.draw(source)), try #require(try PlotRecipe.learningCurves.draw(source)),
    ]
    #expect(
      figures[0].alternative.contains(
        "n = 256: The mean is lowest, 5.31\u{A0}%, at rate 0.5 and highest, 6.50\u{A0}%, at rate 0.9."))
    #expect(figures[0].alternative.contains("1 configuration whose optimiser failed is marked apart."))
    #expect(figures[0].caption.contains("Crosses above the axes"))
    #expect(figures[1].caption.contains("Left out, because the optimiser failed: 640-640, bernoulli 0.9."))
  }

  @Test
  func `the data are shown only when they are given, images in rows, points with markers`() throws {
    let source = PlotFixture.rates(2).source
    #expect(try PlotRecipe.dataSheet.draw(source) == nil)
    let images = try #require(try PlotRecipe.dataSheet.draw(source.showing(DataFixture.digits)))
    #expect(images.alternative.contains("3 example images in each of 2 rows"))
    #expect(images.data.rows.map(\.head) == ["0", "1"])
    let points = try #require(try PlotRecipe.dataSheet.draw(source.showing(DataFixture.moons)))
    #expect(points.alternative.contains("two-moons in the plane, 2 classes"))
    #expect(points.data.rows.map(\.cells) == [["4"], ["4"]])
  }
}

extension PlotSource {
  fileprivate func showing(_ dataset: LoadedDataset) -> PlotSource {
    PlotSource(
      summary: summary, sheet: DataSheet(of: dataset, columns: 3), specificationDigest: specificationDigest,
      version: version)
  }
}
