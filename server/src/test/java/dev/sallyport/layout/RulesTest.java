package dev.sallyport.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Each rule catches what it is there for.
class RulesTest {
    private static Source source(String packageName, String type, String body) {
        return Source.of(packageName.replace('.', '/') + "/" + type + ".java", "package " + packageName + ";\n" + body);
    }

    @Test
    void anArrowUpIsSeen() {
        var up = source("dev.sallyport.session", "A", "import dev.sallyport.account.Accounts; class A {}");
        assertThat(Rules.arrows(List.of(up))).singleElement().asString().contains("above");
    }

    @Test
    void anArrowUpWithoutAnImportIsSeen() {
        var up = source("dev.sallyport.session", "A", "class A { dev.sallyport.account.Accounts all; }");
        assertThat(Rules.arrows(List.of(up))).isNotEmpty();
    }

    @Test
    void anArrowSidewaysIsSeen() {
        var beside = source("dev.sallyport.totp", "A", "import dev.sallyport.passkey.Passkeys; class A {}");
        assertThat(Rules.arrows(List.of(beside))).singleElement().asString().contains("beside");
    }

    @Test
    void anArrowFromBaseToAFeatureIsSeen() {
        var up = source("dev.sallyport.base.http", "A", "import static dev.sallyport.audit.Audit.fact; class A {}");
        assertThat(Rules.arrows(List.of(up))).isNotEmpty();
    }

    @Test
    void nobodyUsesTheRoot() {
        var up = source("dev.sallyport.staff", "A", "import dev.sallyport.Server; class A {}");
        assertThat(Rules.arrows(List.of(up))).isNotEmpty();
    }

    @Test
    void aPackageWithoutALevelIsSeen() {
        var stray = source("dev.sallyport.misc", "A", "class A {}");
        assertThat(Rules.arrows(List.of(stray))).singleElement().asString().contains("no level");
    }

    @Test
    void arrowsDownAreFine() {
        var down = source(
                "dev.sallyport.account",
                "A",
                "import dev.sallyport.session.Sessions; import dev.sallyport.wire.ErrorCode;"
                        + "import dev.sallyport.base.who.AccountId; import dev.sallyport.account.Other; class A {}");
        assertThat(Rules.arrows(List.of(down))).isEmpty();
    }

    private static final Map<String, String> MIGRATIONS = Map.of(
            "V0001__jobs.sql", "CREATE TABLE task (id uuid);",
            "V0002__session.sql", "CREATE TABLE device (id uuid);",
            "V0003__account.sql", "CREATE TABLE account (id uuid); CREATE TABLE \"hold\" (id uuid);");

    @Test
    void everyFormInWhichAForeignTableCanBeNamedIsSeen() {
        for (String sql : List.of(
                "SELECT id FROM account",
                "select id from account",
                "SELECT d.id FROM device d, account a",
                "SELECT d.id FROM device d JOIN account a ON a.id = d.id",
                "INSERT INTO account VALUES (1)",
                "UPDATE account SET id = 1",
                "DELETE FROM hold WHERE id = 1",
                "DELETE FROM device USING account WHERE true",
                "WITH gone AS (DELETE FROM device) SELECT * FROM \"hold\"")) {
            var foreign = source("dev.sallyport.session", "S", "class S { String s = \"\"\"\n" + sql + "\"\"\"; }");
            assertThat(Rules.foreignTables(List.of(foreign), MIGRATIONS))
                    .as(sql)
                    .isNotEmpty();
        }
    }

    @Test
    void ownTablesAndColumnsOfTheSameNameAreFine() {
        var own = source(
                "dev.sallyport.session",
                "S",
                "class S { String a = \"SELECT account, hold FROM device\"; String b = \"a word FROM account to you\"; }");
        assertThat(Rules.foreignTables(List.of(own), MIGRATIONS)).isEmpty();
    }

    @Test
    void aScriptThatNamesAnothersTableIsSeen() {
        var migrations = Map.of(
                "V0003__account.sql", "CREATE TABLE account (id uuid);",
                "V0004__totp.sql", "CREATE TABLE seed (id uuid REFERENCES account);");
        assertThat(Rules.foreignTables(List.of(), migrations)).isNotEmpty();
    }

    @Test
    void aHandlerWithoutAGuardIsSeen() {
        for (String mapping : List.of("GetMapping", "PostMapping", "DeleteMapping", "RequestMapping")) {
            var open = source("dev.sallyport.totp", "A", "class A { @" + mapping + "(\"/x\") String x() {} }");
            assertThat(Rules.guards(List.of(open))).as(mapping).isNotEmpty();
        }
        var guarded = source("dev.sallyport.totp", "A", "class A { @Guard(PUBLIC) @GetMapping(\"/x\") String x() {} }");
        assertThat(Rules.guards(List.of(guarded))).isEmpty();
    }

    @Test
    void aCallOfTheEdgeIsSeen() {
        var pages = source("dev.sallyport.totp", "TotpPages", "class TotpPages { TotpPages() {} }");
        var caller = source("dev.sallyport.totp", "Totps", "class Totps { void x(TotpPages pages) {} }");
        assertThat(Rules.edges(List.of(pages, caller)))
                .singleElement()
                .asString()
                .contains("Totps.java");
        assertThat(Rules.edges(List.of(pages))).isEmpty();
    }

    @Test
    void aLongConstructorIsSeen() {
        var eight = "int a, int b, int c, int d, int e, int f, int g, int h";
        var wide = source("dev.sallyport.totp", "A", "class A { A(" + eight + ") {} }");
        assertThat(Rules.constructors(List.of(wide))).isNotEmpty();
        var method = source("dev.sallyport.totp", "A", "class A { void a(" + eight + ") {} }");
        assertThat(Rules.constructors(List.of(method))).isEmpty();
    }

    @Test
    void aLongFileIsSeen() {
        var longest = source("dev.sallyport.totp", "A", "class A {" + "\n".repeat(Rules.MOST_LINES) + "}");
        assertThat(Rules.sizes(List.of(longest))).isNotEmpty();
    }
}
