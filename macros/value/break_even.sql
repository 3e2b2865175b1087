{% macro break_even(fixed_amount, unit_amount) %}
    {#- The number of units at which a result that is linear in them is zero: -fixed / unit.
        NULL where no number of units from zero upwards gets there: a unit that earns nothing, or loses money,
        cannot pay for anything. Where nothing fixed has to be paid for, zero units are enough.

        fixed_amount  SQL expression, the result at zero units (money; a cost is negative).
        unit_amount   SQL expression, what one unit adds to it (money). -#}
    {{ return(adapter.dispatch('break_even', 'assay')(fixed_amount, unit_amount)) }}
{% endmacro %}

{% macro default__break_even(fixed_amount, unit_amount) -%}
    case when ({{ unit_amount }}) > 0 and ({{ fixed_amount }}) <= 0 then (0 - ({{ fixed_amount }})) / ({{ unit_amount }}) end
{%- endmacro %}
