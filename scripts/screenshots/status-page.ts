/** The company's public page; `idOf` says the id of a monitor by its name. */
export const STATUS_PAGE = (idOf: (name: string) => string): object => ({
  slug: "kontor",
  enabled: true,
  title: "Kontor",
  description: "How our shop and everything behind it is doing.",
  groups: [
    {
      name: "The shop",
      monitors: [
        { monitor: idOf("Shop front page"), name: "Shop" },
        { monitor: idOf("Checkout") },
        { monitor: idOf("Search") },
        { monitor: idOf("Customer log-in") },
      ],
    },
    {
      name: "Orders",
      monitors: [
        { monitor: idOf("Payment gateway"), name: "Payment" },
        { monitor: idOf("Mail queue"), name: "Order mails" },
      ],
    },
  ],
});
