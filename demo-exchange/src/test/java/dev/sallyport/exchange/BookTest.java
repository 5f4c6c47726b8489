package dev.sallyport.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BookTest {
    private static final String SOMEBODY = "somebody";

    private final Book book = new Book();

    private static Draft draft(String side, String kind, String amount, String price) {
        return new Draft("BTC-EUR", side, kind, amount, price);
    }

    private Book.Placed place(Draft draft) {
        return book.place(SOMEBODY, Objects.requireNonNull(Book.read(draft, new ArrayList<>())));
    }

    private String cash() {
        return book.balances(SOMEBODY).getFirst().amount().toPlainString();
    }

    @Test
    void anOrderAtTheMarketsPriceIsFilledAtOnce() {
        assertThat(place(draft("buy", "market", "0.1", ""))).isInstanceOf(Book.Placed.Done.class);
        assertThat(cash()).isEqualTo("6678.95");
        assertThat(book.orders(SOMEBODY)).singleElement().matches(o -> o.state().equals("filled"));
        assertThat(book.orders("somebody else")).isEmpty();
    }

    @Test
    void aLimitThatThePriceDoesNotMeetWaitsAndHoldsItsMoney() {
        place(draft("buy", "limit", "0.1", "1000"));
        assertThat(cash()).isEqualTo("12400.00");
        assertThat(book.orders(SOMEBODY).getFirst().state()).isEqualTo("open");
        place(draft("sell", "limit", "0.1", "1000"));
        assertThat(book.orders(SOMEBODY).getFirst().state()).isEqualTo("filled");
    }

    @Test
    void whatIsNotThereCannotBeSpent() {
        assertThat(place(draft("buy", "market", "1", "")))
                .isEqualTo(new Book.Placed.Refused(List.of("That needs 58210.50 EUR, and you have 12500.00.")));
        assertThat(place(draft("sell", "market", "0.76", ""))).isInstanceOf(Book.Placed.Refused.class);
        assertThat(cash()).isEqualTo("12500.00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1e9", "0.123456789", "NaN", "10000000000"})
    void anAmountThatIsNoneIsSaidToBeNone(String amount) {
        var mistakes = new ArrayList<String>();
        assertThat(Book.read(draft("buy", "market", amount, ""), mistakes)).isNull();
        assertThat(mistakes).hasSize(1);
    }
}
