import Specifications

/// The page on which a reader chooses configurations of any experiments and sees them side by side.
struct ChooserPage {
  let experiments: [(name: String, labels: [String])]
  /// Whether a server shows it, which also has pages of chosen sides.
  var isLive = false

  var page: SitePage {
    let options = experiments.map { experiment -> HTML in
      "<option value=\"\(experiment.name)\">\(experiment.name)</option>"
    }
    let links = experiments.map { experiment -> HTML in
      "<li><a href=\"\(SiteAddress.comparison(experiment.name))\">\(experiment.name)</a> <span class=\"note\">\(experiment.labels.count.counted("configuration"))</span></li>"
    }
    return SitePage(
      path: "compare.html", title: "Compare", description: "Compare configurations or trials of any experiments.",
      place: .compare, scripts: ["assets/compare.js"],
      body: """
        <header class="title">
        <p class="kind">dropout-lab</p>
        <h1>Compare</h1>
        <p class="question">Any configurations or trials side by side: fields, curves, paired differences, overviews.</p>
        </header>
        <main id="main">
        <div id="chooser" class="needs-script">
        <div class="tools">
        <div><label for="experiment">Experiment</label><select id="experiment">\(options)</select></div>
        <div><label for="words">Configurations with the words</label><input id="words" type="search" autocomplete="off" spellcheck="false"></div>
        <button type="button" id="all">Choose all shown</button> <button type="button" id="none">Choose none</button>
        </div>
        <fieldset><legend>Configurations</legend><div id="configurations"></div></fieldset>
        <p><label><input id="each" type="checkbox"> Each trial by itself</label></p>
        <fieldset id="trials" hidden><legend>Trials by replicate</legend><div id="replicates"></div></fieldset>
        <p id="chosen" role="status"></p>
        <div id="comparison"\(isLive ? " data-comparison=\"comparison\"" : HTML.nothing)></div>
        </div>
        <section>
        <h2>Whole experiments</h2>
        <ul>\(links)</ul>
        </section>
        </main>
        """)
  }
}
