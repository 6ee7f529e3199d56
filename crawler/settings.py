"""Scrapy's settings, each that differs from the default with its reason.

What depends on the site (its interval, timeout, contact) comes from ``tinhuy.toml``, see
``crawler/plan.py``.
"""

# The name in Scrapy's own messages.
BOT_NAME = "tinhuy"

# The sites; each is a declaration, and the loader makes a spider of it.
SPIDER_MODULES = ["spiders"]
# One broken site file must not stop the others.
SPIDER_LOADER_CLASS = "crawler.spider_loader.SiteLoader"
# The frontier is in the archive: Scrapy's queue loses requests on SIGKILL.
SCHEDULER = "crawler.frontier.scheduler.FrontierScheduler"

# Our gate waits per host and port across all spiders; Scrapy's delay is per spider.
DOWNLOAD_DELAY = 0
# A jittered delay makes a fifth of the gaps shorter than the interval.
DOWNLOAD_DELAY_JITTER = 0
# An overloaded server (429, 503) is left alone until the next run, never asked again at once.
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]
# Five hops are more than any site needs.
REDIRECT_MAX_TIMES = 5
# A meta refresh is followed nowhere: it has no status that says moved, and checks no host.
METAREFRESH_ENABLED = False
# WARC tools cannot all read brotli and zstd back.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi",
    "Accept-Encoding": "gzip, deflate",
}
# No cookie of one site may reach another, and none is needed.
COOKIES_ENABLED = False
# Nothing may answer in the site's place.
HTTPCACHE_ENABLED = False
# A connection goes to the address that was checked, and nowhere else.
TWISTED_DNS_RESOLVER = "crawler.net.names.AdmittedNamesResolver"
# A name that takes longer to resolve delays the others of its site.
DNS_TIMEOUT = 10
# Only the web is fetched: no file, data, ftp or s3 address.
DOWNLOAD_HANDLERS = {
    # Of Scrapy's, with a bound on the head of an answer; Scrapy's own takes any certificate.
    "http": "crawler.net.download.JudgedDownloads",
    "https": "crawler.net.download.JudgedDownloads",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
# Both let another user of this machine run code in the crawl.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# Every answer has one outcome; the default of 100 starts that many tasks for each of them.
CONCURRENT_ITEMS = 1
# A crawl that grows beyond this has a leak; it ends and the next run goes on.
MEMUSAGE_LIMIT_MB = 1024
# Counters in the log every minute say nothing that the run's summary does not.
LOGSTATS_INTERVAL = 0
# A page that cannot be had is in the ledger with its reason; it is no error of the program.
RETRY_GIVE_UP_LOG_LEVEL = "INFO"

# Of Scrapy's own components only those that are used: each of the others is one more layer around
# every page or takes time to import, and a later version may bring some that are switched on.
DOWNLOADER_MIDDLEWARES_BASE = {
    # Where the operator has a proxy; known before addresses are checked, for then it is the proxy
    # that the program connects to.
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 30,
    # Of Scrapy's: a request has its time, and says who asks.
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    # What fails is tried again.
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": 550,
}
# They look at the requests that a spider yields, and ours yields none; and an answer of any status
# is evidence, and reaches the spider to be judged there.
SPIDER_MIDDLEWARES_BASE = dict[str, int]()
# All that the others count is in the run's own summary.
EXTENSIONS_BASE = {
    # Of Scrapy's: a run has a limit of memory and of time.
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
}

# Ours, outermost first; what each is for stands beside it.
DOWNLOADER_MIDDLEWARES = {
    # Before anything else is done for it: may the request be made at all, and to which address?
    "crawler.net.addresses.DeclaredHostsMiddleware": 50,
    # To its own hosts, the cookie that the operator has set for the site.
    "crawler.net.cookie.SiteCookieMiddleware": 75,
    # What robots.txt forbids is not asked for, and nothing while it cannot be had.
    "crawler.net.robots.RobotsMiddleware": 100,
    # A page that has moved is followed, on the declared hosts.
    "crawler.net.redirects.WebRedirectMiddleware": 600,
    # After retries, redirects and robots.txt, so that each of their requests waits its turn too.
    "crawler.net.gate.HostGateMiddleware": 940,
    # Nearest the wire: the body as it was sent. It undoes the content coding, within its limits.
    "crawler.net.capturing.CaptureMiddleware": 950,
}
# Clean text first, for rules compare it; fields last, for boilerplate stands around them; then the
# archive.
ITEM_PIPELINES = {
    "pipelines.normalise.NormalisePipeline": 100,
    "pipelines.boilerplate.BoilerplatePipeline": 200,
    "pipelines.fields.FieldsPipeline": 300,
    "pipelines.require.RequirePipeline": 400,
    "pipelines.store.StorePipeline": 900,
}
