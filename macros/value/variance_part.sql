{% macro variance_part(factor, factors) %}
    {#- The part of the difference between two products that is due to one factor; the parts of all factors add up to
        the difference with nothing left over.
        Where every factor is positive on both sides: LMDI, the logarithmic mean of the two products times the
        logarithm of the factor's ratio (Ang 2004, Energy Policy 32). Otherwise, where logarithms do not exist: the
        Shapley value, the factor's change averaged over every order in which the factors could have changed.
        NULL where a factor is.

        factor   name of the factor.
        factors  {name: [SQL expression of the actual value, SQL expression of the planned value]}. -#}
    {{ return(adapter.dispatch('variance_part', 'assay')(factor, factors)) }}
{% endmacro %}

{% macro default__variance_part(factor, factors) -%}
{%- set factorials = [1, 1, 2, 6, 24, 120, 720] -%}
{%- set actuals = [] -%}
{%- set plans = [] -%}
{%- set positives = [] -%}
{%- set others = [] -%}
{%- for name, (actual, planned) in factors.items() -%}
    {%- do actuals.append('(' ~ actual ~ ')') -%}
    {%- do plans.append('(' ~ planned ~ ')') -%}
    {%- do positives.append('(' ~ actual ~ ') > 0 and (' ~ planned ~ ') > 0') -%}
    {%- if name != factor -%}{%- do others.append(name) -%}{%- endif -%}
{%- endfor -%}
{%- set product = '(' ~ actuals | join(' * ') ~ ')' -%}
{%- set plan = '(' ~ plans | join(' * ') ~ ')' -%}
{%- set orders = [] -%}
{%- for subset in range(2 ** (others | length)) -%}
    {%- set terms = [] -%}
    {%- set changed = [] -%}
    {%- for name in others -%}
        {%- set is_changed = (subset // (2 ** loop.index0)) % 2 == 1 -%}
        {%- do terms.append('(' ~ factors[name][0 if is_changed else 1] ~ ')') -%}
        {%- if is_changed -%}{%- do changed.append(name) -%}{%- endif -%}
    {%- endfor -%}
    {%- set weight = factorials[changed | length] * factorials[(others | length) - (changed | length)] -%}
    {%- do orders.append(weight ~ ' * ' ~ (terms or ['1']) | join(' * ')) -%}
{%- endfor -%}
case
    when {{ positives | join(' and ') }}
        then
            -- Where both products are all but equal, their ratio has too few digits left for its logarithm.
            case
                when abs({{ product }} / {{ plan }} - 1) < cast(0.000001 as double)
                    then sqrt({{ product }}) * sqrt({{ plan }})
                else ({{ product }} - {{ plan }}) / ln({{ product }} / {{ plan }})
            end * ln(({{ factors[factor][0] }}) / ({{ factors[factor][1] }}))
    else
        (({{ factors[factor][0] }}) - ({{ factors[factor][1] }}))
        * ({{ orders | join(' + ') }})
        / cast({{ factorials[factors | length] }} as double)
end
{%- endmacro %}
