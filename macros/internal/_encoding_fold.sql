{% macro _encoding_fold() -%}
    {#- Whose codes of levels a decision is encoded by: those learnt outside its fold; 0, from every training row, where
        it does not train; -1, from none, where it trains before the first of time-ordered folds. -#}
    case when split = 'train' then coalesce(fold, -1) else 0 end
{%- endmacro %}
