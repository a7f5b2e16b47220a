import Reports

/// The style sheet and the scripts that all pages share.
enum SiteAssets {
  /// The site's own rules stand after those of the reports, so that all pages look alike.
  static func files(_ templates: TemplateLibrary, isLive: Bool) -> [ReportFile] {
    let style = templates.styleSheet + "\n" + String(decoding: PackageResources.site_css, as: UTF8.self)
    return [
      ReportFile(path: "assets/site.css", text: style),
      ReportFile(path: "assets/site.js", bytes: PackageResources.site_js),
      ReportFile(path: "assets/compare.js", bytes: PackageResources.compare_js),
    ] + (isLive ? [ReportFile(path: "assets/live.js", bytes: PackageResources.live_js)] : [])
  }
}
